"""A request of a reading app: its parameters, from the address and the form together, and who sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request

from infostreamer.deliver.gathering import place_of
from infostreamer.deliver.sheet import Place
from infostreamer.desk import Desk
from infostreamer.model import BadInput, NotAllowed, Reader
from infostreamer.web.reader import reader_of

_MOST_FIELDS = 20_000
_NUMBER = re.compile(r"[0-9]{1,19}(?:\.[0-9]{0,20})?")
_MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, read."""

    desk: Desk
    reader: Reader
    place: Place
    parameters: Mapping[str, list[str]]
    scope: str | None  # of the token; None on a desk without accounts
    path: str  # below /reader/api/0/

    def one(self, name: str, otherwise: str = "") -> str:
        """The last value of a parameter."""
        return self.parameters.get(name, [otherwise])[-1]

    def all(self, name: str) -> list[str]:
        """Every value of a parameter that is not empty."""
        return [value for value in self.parameters.get(name, []) if value]

    def whole(self, name: str, otherwise: int | None = None) -> int | None:
        """A whole number; of a decimal fraction, which some clients send as a time, the part before the point.

        Raises:
            BadInput: it is none.
        """
        given = self.one(name)
        if not given:
            return otherwise
        if not _NUMBER.fullmatch(given):
            raise BadInput(f"`{name}` takes a whole number, not {given[:40]!r}.")
        return int(given.partition(".")[0])

    def may_write(self) -> None:
        """Marks are the reader's own: any role may set them, but not with a token that only reads.

        Raises:
            NotAllowed: the token may only read.
        """
        if self.scope == "read":
            raise NotAllowed("This token may only read; make one with the scope write.")

    def may_administer(self) -> None:
        """What is followed is an admin's to say.

        Raises:
            NotAllowed: the role or the token does not reach so far.
        """
        if not self.reader.may_administer or self.scope not in (None, "admin"):
            raise NotAllowed("Only an admin may change what is followed, with a token of the scope admin as password.")


async def asked(request: Request, path: str) -> Asked:
    """The request, read.

    Raises:
        BadInput: the form is too large.
    """
    state = request.app.state
    return Asked(
        desk=state.desk,
        reader=reader_of(request),
        place=place_of(state.settings, str(request.base_url)),
        parameters=await _parameters(request),
        scope=getattr(request.state, "scope", None),
        path=path,
    )


async def _parameters(request: Request) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(name, []).append(value)
    if request.method == "POST":
        for name, values in (await form_of(request)).items():
            found.setdefault(name, []).extend(values)
    return found


async def form_of(request: Request) -> dict[str, list[str]]:
    """The posted form.

    Raises:
        BadInput: it is too large.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise BadInput("The form is larger than 2 MB; send fewer items at once.")
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BadInput("The form has too many fields; send fewer items at once.") from error
