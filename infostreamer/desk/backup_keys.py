"""Backups encrypted by age (https://age-encryption.org/v1): for a public key, or under a passphrase."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from infostreamer.model import BadInput, ConfigurationError, IntegrityError, TryLater

MAGIC = b"age-encryption.org/v1"
_HEAD = 200
_MOST_UNDER_PASSPHRASE = 512 << 20
"""Bytes of a packed desk: under a passphrase all of it is held in memory at once, twice."""

# The library chooses the work (scrypt's N) that takes this machine one second, by a trial of a few milliseconds at each
# call, and refuses what would take it 16 seconds by the same trial: one busy moment makes it take the machine for a
# hundred times slower. Three calls in a minute of load chose 2^19, 2^14 and 2^19, of which a call like the second opens
# neither of the others, and closes with a thirtieth of the work.
_ENOUGH_WORK = 16
_MOST_WORK = 22  # what age's first implementation opens at most
_TRIES_TO_CLOSE, _TRIES_TO_OPEN, _REST_S = 4, 40, 0.25
_WORK = re.compile(rb"\n-> scrypt \S+ (\d{1,2})\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """How a backup is closed: for the public keys, else under the passphrase, else not at all."""

    public_keys: tuple[str, ...] = ()
    passphrase: str = ""

    @property
    def is_open(self) -> bool:
        """True: not encrypted."""
        return not self.public_keys and not self.passphrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What opens a backup: the lines of a key file, or the passphrase."""

    secret_keys: tuple[str, ...] = ()
    passphrase: str = ""


def how_closed(file: Path) -> str:
    """ "open", "key" or "passphrase": what it takes to open the backup.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error
    if not head.startswith(MAGIC):
        return "open"
    return "passphrase" if b"\n-> scrypt " in head else "key"


def check_lock(lock: Lock) -> None:
    """Raise where nothing could be closed with this lock.

    Raises:
        ConfigurationError: pyrage is not installed, or a public key is none.
    """
    if not lock.is_open:
        _public(lock)


def close_file(lock: Lock, packed: IO[bytes], to: IO[bytes]) -> None:
    """Encrypt what is packed.

    Raises:
        BadInput: it is too large for a passphrase.
        ConfigurationError: as of `check_lock`.
    """
    age = _age()
    if lock.public_keys:
        age.encrypt_io(packed, to, _public(lock))
        return
    body = packed.read(_MOST_UNDER_PASSPHRASE + 1)
    if len(body) > _MOST_UNDER_PASSPHRASE:
        raise BadInput(
            f"The desk is too large for a passphrase (more than {_MOST_UNDER_PASSPHRASE >> 20} MiB packed); encrypt "
            "for a key instead: `infostreamer backup --new-key FILE` makes one."
        )
    to.write(_closed(age, body, lock.passphrase))


def open_file(key: Key, closed: IO[bytes], to: IO[bytes]) -> None:
    """Decrypt a backup.

    Raises:
        BadInput: neither key nor passphrase was given, or it is not the right one.
        IntegrityError: it is damaged.
        TryLater: the machine is too busy or too slow for the work that lies before the passphrase.
    """
    age = _age()
    try:
        if key.secret_keys:
            age.decrypt_io(closed, to, [age.x25519.Identity.from_str(line) for line in key.secret_keys])
        elif key.passphrase:
            to.write(_opened(age, closed.read(), key.passphrase))
        else:
            raise BadInput("The backup is encrypted for a key; name the key file with --key.")
    except age.IdentityError as error:
        raise BadInput(f"The key file holds no secret key of age: {error}.") from error
    except age.DecryptError as error:
        said = str(error).lower()
        if "key" in said or "passphrase" in said or "decryption failed" in said:
            raise BadInput("The key or passphrase does not open this backup, or the backup is damaged.") from error
        raise IntegrityError(f"The backup is damaged ({error}); use another.") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise IntegrityError(f"The backup is damaged ({error}); use another.") from error


def _closed(age: Any, body: bytes, passphrase: str) -> bytes:
    """Encrypted, with as much work before the passphrase as an idle machine would put there."""
    for _ in range(_TRIES_TO_CLOSE):
        closed: bytes = age.passphrase.encrypt(body, passphrase)
        if _work_of(closed) >= _ENOUGH_WORK:
            break
        time.sleep(_REST_S)
    return closed


def _opened(age: Any, closed: bytes, passphrase: str) -> bytes:
    """Decrypted. Age refuses at once what it takes to be too much work for this machine; it is asked again then."""
    work = _work_of(closed)
    for _ in range(_TRIES_TO_OPEN):
        try:
            opened: bytes = age.passphrase.decrypt(closed, passphrase)
        except age.DecryptError as error:
            if "excessive work" not in str(error).lower():
                raise
        else:
            return opened
        if work > _MOST_WORK:
            raise BadInput(f"Opening the backup takes more work than any desk puts before a passphrase (2^{work}).")
        time.sleep(_REST_S)
    raise TryLater(
        f"This machine is too busy or too slow for the work before the backup's passphrase (2^{work}); try again when "
        "it is idle, or decrypt the file by `age -d` elsewhere and restore what that gives."
    )


def _work_of(closed: bytes) -> int:
    """The logarithm of scrypt's N; 0 where the head does not say."""
    found = _WORK.search(closed[:_HEAD])
    return int(found[1]) if found else 0


def new_key(file: Path) -> str:
    """Write a new secret key into a new file of mode 0600.

    Returns:
        Its public key, for the setting backup.public_keys.

    Raises:
        BadInput: the file exists or cannot be made.
        ConfigurationError: pyrage is not installed.
    """
    identity = _age().x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(f"{file} cannot be made: {error.strerror}; name another.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(f"# public key: {public}\n{identity}\n")
    return public


def read_key(file: Path) -> tuple[str, ...]:
    """The secret keys of a key file, as `age-keygen` or `new_key` writes it.

    Raises:
        BadInput: it cannot be read or holds none.
    """
    try:
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The key file {file} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    keys = tuple(line for line in lines if line.startswith("AGE-SECRET-KEY-"))
    if not keys:
        raise BadInput(f"{file} holds no secret key of age (a line AGE-SECRET-KEY-…).")
    return keys


def _public(lock: Lock) -> list[Any]:
    age = _age()
    try:
        return [age.x25519.Recipient.from_str(one) for one in lock.public_keys]
    except age.RecipientError as error:
        raise ConfigurationError(f"backup.public_keys holds what is no public key of age (age1…): {error}.") from error


def _age() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise ConfigurationError("Encrypted backups need pyrage: pip install 'infostreamer[backup]'.") from error
    return pyrage
