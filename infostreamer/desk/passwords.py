"""Passwords: what one must be like, and its argon2id hash.

Cost as RFC 9106 recommends where memory is scarce (64 MiB, 3 passes, 4 lanes), which is what argon2-cffi does by
itself; a hash made at another cost is made anew at the next login. Length and normal form follow NIST SP 800-63B: no
rules on what characters there must be, Unicode brought to NFKC.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from infostreamer.model import BadInput

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
_LONGEST = 1_000
_AT_ONCE = threading.Semaphore(2)  # each hash takes 64 MiB: forty at once would take a small machine down


def hash_of(password: str, *, name: str) -> str:
    """The hash to keep, which names its own cost and salt.

    Raises:
        BadInput: too short, too long, or the account's own name.
    """
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise BadInput(f"A password has at least {SHORTEST} characters; a few words in a row are easy to keep in mind.")
    if len(plain) > _LONGEST:
        raise BadInput(f"A password has at most {_LONGEST} characters.")
    if plain.casefold() == name.casefold():
        raise BadInput("A password must not be the account's name.")
    with _AT_ONCE:
        return _hasher().hash(plain)


def is_right(password: str, kept: str | None) -> bool:
    """True when the password is the one behind the hash. Takes as long where there is no hash, and says False."""
    from argon2.exceptions import InvalidHashError, VerificationError

    plain = _normal(password)[: _LONGEST + 1]
    with _AT_ONCE:
        try:
            is_same = _hasher().verify(kept or _nobodys(), plain)
        except (VerificationError, InvalidHashError):
            return False
    return is_same and kept is not None


def is_outdated(kept: str) -> bool:
    """True when the hash was made at another cost than today's."""
    return _hasher().check_needs_rehash(kept)


def warm_up() -> None:
    """Do once what the first login would otherwise wait for longer than every other."""
    _nobodys()


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The hash that a password is compared with where the account has none."""
    return _hasher().hash("nobody's password")


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())
