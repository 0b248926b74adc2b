"""JSON and plain values to values of a type, checked; safe in many threads.

What msgspec learns of a class at its first use it hangs on the class before it is whole, since a class may name itself.
Another thread that decodes the same class meanwhile reads what is not there yet, and the process ends with a
segmentation fault (13 of 60 starts with 12 threads, msgspec 0.22). So one thread at a time learns, and nothing here is
decoded by a type that is not learnt.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_LEARNING = threading.RLock()  # to learn a type may import modules that learn theirs
_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}


def decoder_of(kind: type[T]) -> msgspec.json.Decoder[T]:
    """The decoder of JSON to this type; one for each type, shared by all threads.

    Raises:
        TypeError: msgspec can make no values of such a type.
    """
    found = _DECODERS.get(kind)
    if found is None:
        with _LEARNING:
            found = _DECODERS[kind] = _DECODERS.get(kind) or msgspec.json.Decoder(kind)
    return found


def converted(value: object, kind: type[T], *, strict: bool = True) -> T:
    """Plain values (of JSON, of a form) as a value of this type.

    Args:
        value: dicts, lists, texts, numbers.
        kind: a noun, a Struct, a tuple of types.
        strict: False: a text that states a number is one.

    Raises:
        msgspec.ValidationError: the value is not of that type.
    """
    decoder_of(kind)
    return msgspec.convert(value, kind, strict=strict)
