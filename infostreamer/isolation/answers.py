"""What a reading process answers, as JSON of the type that its work names: data, and nothing that could run.

Whoever finds a hole in a C parser speaks for its process. Pickle would let that voice call any function of the desk;
here the worst that it can say is a wrong report, of the right shape, or an error of a known name.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from infostreamer.model import errors
from infostreamer.model.errors import FetchError, InformationStreamerError
from infostreamer.model.typed import decoder_of

T = TypeVar("T")

MOST_BYTES = 67_108_864  # four times the largest body; what is larger was made by a bomb
_BUILT_IN = (
    *(
        "ArithmeticError",
        "AttributeError",
        "IndexError",
        "KeyError",
        "LookupError",
        "MemoryError",
        "NotImplementedError",
    ),
    *("OSError", "RecursionError", "RuntimeError", "TypeError", "ValueError"),
)
_LONGEST = 2_000  # characters of an error's message


class _Trouble(msgspec.Struct, frozen=True):
    """An error: the name of its class, its message, and what a FetchError says beside it."""

    name: str
    message: str
    kind: str = "connect"
    status: int | None = None
    retry_after_s: int | None = None


class _Answer(msgspec.Struct, Generic[T], frozen=True):
    """Either what the work returned or its error."""

    value: T | None = None
    trouble: _Trouble | None = None


def told_value(value: object) -> bytes:
    """The bytes that say what the work returned."""
    return msgspec.json.encode(_Answer(value=value))


def told_error(error: BaseException) -> bytes:
    """The bytes that say which error it raised; of one whose class is not known here, its name in the message."""
    name, message = type(error).__name__, str(error)[:_LONGEST]
    if _classes().get(name) is not type(error):
        name, message = "InformationStreamerError", f"{name}: {message[:300]}"
    told = (
        {at: getattr(error, at) for at in ("kind", "status", "retry_after_s")} if isinstance(error, FetchError) else {}
    )
    clean = message.encode("utf-8", "replace").decode()
    return msgspec.json.encode(_Answer(trouble=_Trouble(name, clean, **told)))


def heard(work: Callable[..., T], told: bytes) -> T | Exception:
    """What the work returned, checked to be of the type that it names, or the error that it raised.

    Raises:
        ValueError: the bytes say neither.
    """
    try:
        answer = _decoder(work).decode(told)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError) as error:
        raise ValueError(f"The reading process gave no answer of its kind: {error}.") from error
    if answer.trouble is not None:
        return _error(answer.trouble)
    value: T = answer.value  # type: ignore[assignment]  # None where None was returned
    return value


@lru_cache(maxsize=64)
def _decoder(work: Callable[..., Any]) -> msgspec.json.Decoder[_Answer[Any]]:
    """Of the type that the work names; where it names none, of plain JSON."""
    named = get_type_hints(work).get("return", Any)
    return decoder_of(_Answer[named])  # type: ignore[valid-type]


@lru_cache(maxsize=1)
def _classes() -> dict[str, type[Exception]]:
    ours = {
        name: one for name, one in vars(errors).items() if isinstance(one, type) and one.__module__ == errors.__name__
    }
    return {**ours, **{name: getattr(builtins, name) for name in _BUILT_IN}}


def _error(trouble: _Trouble) -> Exception:
    made = _classes().get(trouble.name, InformationStreamerError)
    if issubclass(made, FetchError):
        fetching = made(trouble.message, kind=trouble.kind)
        fetching.status, fetching.retry_after_s = trouble.status, trouble.retry_after_s
        return fetching
    try:
        return made(trouble.message)
    except TypeError:  # a class that wants to be told more
        return InformationStreamerError(trouble.message)
