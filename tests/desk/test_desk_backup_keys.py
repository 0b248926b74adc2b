"""A passphrase opens what it closed, however busy or slow the machine is at that moment."""

from __future__ import annotations

from io import BytesIO

import pytest

from infostreamer.desk import backup_keys
from infostreamer.desk.backup_keys import Key, Lock, close_file, open_file
from infostreamer.model import BadInput, TryLater

pyrage = pytest.importorskip("pyrage")
WORD = "a long one"
_TOO_MUCH = "Excessive work parameter for passphrase.\nDecryption would take around 32 seconds."


class Age:
    """age as it is on a machine that is busy for its first few calls: it takes itself for many times slower."""

    def __init__(self, busy: int, closes: bytes = b"") -> None:
        self.passphrase, self.busy, self.closes, self.asked = self, busy, closes, 0
        self.DecryptError, self.IdentityError = pyrage.DecryptError, pyrage.IdentityError

    def _is_busy(self) -> bool:
        self.asked += 1
        return self.asked <= self.busy

    def decrypt(self, closed: bytes, word: str) -> bytes:
        if self._is_busy():
            raise pyrage.DecryptError(_TOO_MUCH)
        return closed[::-1]

    def encrypt(self, body: bytes, word: str) -> bytes:
        work = 12 if self._is_busy() else 18
        return b"age-encryption.org/v1\n-> scrypt c2FsdA %d\n" % work + body[::-1]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    def made(busy: int) -> Age:
        age = Age(busy)
        monkeypatch.setattr(backup_keys, "_age", lambda: age)
        monkeypatch.setattr(backup_keys, "_REST_S", 0.0)
        return age

    return made


def _opened(closed: bytes) -> bytes:
    to = BytesIO()
    open_file(Key(passphrase=WORD), BytesIO(closed), to)
    return to.getvalue()


def test_a_machine_that_is_busy_for_a_moment_opens_it_a_moment_later(machine) -> None:
    machine(busy=3)
    assert _opened(b"ksed")[-4:] == b"desk"


def test_a_machine_too_slow_to_open_it_says_that_and_not_that_the_passphrase_is_wrong(machine) -> None:
    machine(busy=10**6)
    with pytest.raises(TryLater, match=r"too busy or too slow .*2\^18.*age -d"):
        _opened(b"age-encryption.org/v1\n-> scrypt c2FsdA 18\n")


def test_what_was_closed_to_keep_the_opener_busy_is_refused_at_once() -> None:
    salt, key = b"A" * 22, b"A" * 43
    with pytest.raises(BadInput, match=r"more work than any desk puts before a passphrase \(2\^40\)"):
        _opened(b"age-encryption.org/v1\n-> scrypt %s 40\n%s\n--- %s\n%s" % (salt, key, key, key))


def test_a_busy_machine_closes_no_weaker(machine) -> None:
    age, to = machine(busy=2), BytesIO()
    close_file(Lock(passphrase=WORD), BytesIO(b"desk"), to)
    assert b" 18\n" in to.getvalue()
    assert age.asked == 3


def test_a_slow_machine_closes_as_well_as_it_can(machine) -> None:
    machine(busy=10**6)
    to = BytesIO()
    close_file(Lock(passphrase=WORD), BytesIO(b"desk"), to)
    assert b" 12\n" in to.getvalue()
