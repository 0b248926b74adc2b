"""Values as columns hold them: text that every database takes, times and numbers that fit."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from infostreamer.model import content_id, decode, encode
from infostreamer.store.decoded import DECODED

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST = 2**63 - 1


def plain(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD: PostgreSQL refuses the first, UTF-8 the second."""
    return _UNSTORABLE.sub("\ufffd", text)


def plain_or_none(text: str | None) -> str | None:
    """As `plain`; None stays None."""
    return None if text is None else plain(text)


def key_of(text: str) -> str:
    """16 hex digits for a text of any length: what a unique index holds instead of an address."""
    return content_id("key", text)


def whole(number: int) -> int:
    """The number cut to what a 64-bit column holds."""
    return max(-_LARGEST, min(number, _LARGEST))


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC; defined for every aware datetime, also where UTC is past year 9999."""
    return (moment - _EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """As `micros`; None stays None."""
    return None if moment is None else micros(moment)


def moment(value: int) -> datetime:
    """The UTC datetime of `micros`, or the nearest that Python can hold."""
    found = moment_or_none(value)
    assert found is not None
    return found


def moment_or_none(value: int | None) -> datetime | None:
    """The UTC datetime of `micros`; None stays None, and what Python cannot hold becomes its nearest."""
    if value is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=value)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if value > 0 else datetime.min.replace(tzinfo=UTC)


def to_json(noun: object) -> str:
    """The noun as JSON text that `from_json` reads back; lone surrogates become U+FFFD, one for one."""
    try:
        return encode(noun).decode()
    except UnicodeEncodeError:
        return encode(_cleaned(noun)).decode()


def from_json(text: str, noun: type[T]) -> T:
    """The noun that `to_json` wrote.

    Raises:
        IntegrityError: the text is not that noun.
    """
    return DECODED.of(text, noun, lambda raw: decode(raw, noun))


def _cleaned(value: Any) -> Any:
    """The value without lone surrogates; offsets hold, because each replacement is one code point for one."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, (tuple, list)):
        return type(value)(_cleaned(item) for item in value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value
