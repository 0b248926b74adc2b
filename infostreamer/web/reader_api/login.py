"""ClientLogin: a name and a password, or a token in its place, for the key that all further requests carry."""

from __future__ import annotations

from starlette.requests import Request

from infostreamer.desk import Desk
from infostreamer.desk.programs import PREFIX, READING_APP
from infostreamer.model import LoginNeeded

_MOST = 10  # keys of one account that a login made: the oldest ends when another is made
NOBODY = "owner/no-login"
"""The key on a desk without accounts, where everybody who reaches it is its owner."""


def key_for(desk: Desk, name: str, password: str, *, address: str, agent: str) -> str:
    """The key, which is a token of the account.

    Raises:
        LoginNeeded: name and password do not belong together.
        TooManyTries: too many attempts failed.
    """
    if not desk.has_accounts():
        return NOBODY
    if password.startswith(PREFIX):
        asker = desk.asker(token_key=password)
        if asker.user is None or asker.user.name != name.strip().lower():
            raise LoginNeeded("That token is none of this account.")
        return password
    user = desk.authenticate(name, password, address=address)
    mine = [token for token in desk.tokens(user.name) if token.label.startswith(READING_APP)]
    for old in mine[: max(0, len(mine) - _MOST + 1)]:
        desk.revoke_token(old.id, of=user.name)
    return desk.add_token(user.name, "write", label=f"{READING_APP}: {agent or 'unnamed'}", user=user)[1]


def has_key(request: Request) -> bool:
    """True when the request carries a key in the header, which no page of another origin can send."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() in ("googlelogin", "bearer") and bool(rest.strip())
