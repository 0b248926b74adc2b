"""The form of a backup: a gzipped tar of a note about it and the desk as one SQLite file, encrypted by age or not.

Nothing but standard tools is needed to open one by hand: `age -d FILE | tar xz`, then any SQLite.
"""

from __future__ import annotations

import glob
import gzip
import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Self

import msgspec

from infostreamer.desk.leftovers import in_use, remove_dead
from infostreamer.model import BadInput, IntegrityError, TryLater
from infostreamer.model.typed import decoder_of

SCHEMA = "infostreamer/backup/1"
_ABOUT, _DESK = "backup.json", "desk.sqlite3"
_LEVEL = 4  # of gzip, where bodies are compressed already: 6 takes half as long again for 2 % less
_MOST_ABOUT = 1_000_000
_MOST_HEADER = 10_000
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a backup says of itself: when it was made (UTC, ISO 8601), by what, of how much, and with which secrets.

    `sha256` is of the SQLite file inside, `size` its bytes; `revision` its schema's; `digest` what `db digest` gives.
    """

    made_at: str
    release: str
    revision: str
    digest: str
    sha256: str
    size: int
    rows: dict[str, int]
    secrets: tuple[str, ...]
    left_out: tuple[str, ...]
    schema: str = SCHEMA


def hash_of(file: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pack(desk: Path, about: About, to: IO[bytes]) -> None:
    """Write the tar, first the note, then the desk."""
    with (
        gzip.GzipFile(fileobj=to, mode="wb", compresslevel=_LEVEL, filename="", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        note = msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n"
        tar.addfile(_member(_ABOUT, len(note)), BytesIO(note))
        with desk.open("rb") as stream:
            tar.addfile(_member(_DESK, about.size), stream)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def unpack(stream: IO[bytes], desk: Path) -> About:
    """Write the desk of a tar into a new file of mode 0600; its hash is that of the note.

    Raises:
        IntegrityError: the tar is cut short, damaged, or is no backup.
        TryLater: there is no room for the desk.
    """
    if stream.read(len(_GZIP)) != _GZIP:
        raise IntegrityError("That is no backup of a desk.")
    stream.seek(0)
    try:
        with (
            gzip.GzipFile(fileobj=stream, mode="rb") as unzipped,
            tarfile.open(fileobj=unzipped, mode="r|", tarinfo=_Plain) as tar,
        ):
            about = _read_about(tar)
            digest = _write_desk(tar, desk, about.size)
            if tar.next() is not None:
                raise IntegrityError("The backup holds more than a backup does; nothing was taken from it.")
            if unzipped.read(_CHUNK) and unzipped.read(_CHUNK):  # zeros fill a block; the checksum stands at the end
                raise IntegrityError("The backup holds more than a backup does; nothing was taken from it.")
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the backup's
        raise IntegrityError(f"The backup is damaged or cut short ({error}); use another.") from error
    if digest != about.sha256:
        raise IntegrityError("The desk in the backup is not the one that was put in (other hash); use another.")
    return about


class _Plain(tarfile.TarInfo):
    """A file, or the few words of a header that say how large it is: other headers are held in memory whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The member; TarError where a backup has none such."""
        member = super().frombuf(buf, encoding, errors)
        is_file = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE)
        if not is_file and (member.type != tarfile.XHDTYPE or member.size > _MOST_HEADER):
            raise tarfile.HeaderError("it holds what no backup does")
        return member


def _read_about(tar: tarfile.TarFile) -> About:
    stream = _next(tar, _ABOUT, _MOST_ABOUT)
    try:
        about = decoder_of(About).decode(stream.read())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntegrityError(f"The note in the backup cannot be read: {error}.") from error
    if about.schema != SCHEMA:
        raise IntegrityError(f"The backup is of the form {about.schema!r}; this release reads {SCHEMA!r}.")
    return about


def _write_desk(tar: tarfile.TarFile, desk: Path, size: int) -> str:
    stream = _next(tar, _DESK, size)
    if size > (free := shutil.disk_usage(desk.parent).free):
        raise TryLater(f"The desk in the backup takes {size >> 20} MiB and {free >> 20} are free; make room.")
    digest = hashlib.sha256()
    with os.fdopen(os.open(desk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _next(tar: tarfile.TarFile, name: str, most: int) -> IO[bytes]:
    member = tar.next()
    stream = tar.extractfile(member) if member is not None and member.isreg() else None
    if member is None or stream is None or member.name != name or member.size > most:
        raise IntegrityError("That is no backup of a desk.")
    return stream


@contextmanager
def written(file: Path) -> Iterator[IO[bytes]]:
    """A new file of mode 0600 that appears under its name whole or not at all, and never in another's place.

    Raises:
        BadInput: there is something under that name, or the folder is not there.
    """
    refuse_existing(file)
    remove_dead(file.parent, f".{glob.escape(file.name)}.*.part")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as out, in_use(part):
            yield out
            out.flush()
            os.fsync(out.fileno())
        _put_in_place(part, file)
    finally:
        part.unlink(missing_ok=True)


def refuse_existing(file: Path) -> None:
    """Raise where something stands under that name, or where its folder is missing.

    Raises:
        BadInput: it does.
    """
    if os.path.lexists(file):
        raise BadInput(f"{file} exists; a backup never replaces a file, so name another.")
    if not file.parent.is_dir():
        raise BadInput(f"There is no folder {file.parent}; make it first.")


def _put_in_place(part: Path, file: Path) -> None:
    try:
        os.link(part, file)  # unlike a renaming, fails where the name was taken meanwhile
    except FileExistsError:
        refuse_existing(file)
    except OSError:  # a file system without links, as on most USB sticks
        refuse_existing(file)
        part.rename(file)
    _settle_folder(file.parent)


def _settle_folder(folder: Path) -> None:
    """Have the new name outlive a power cut, where the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
