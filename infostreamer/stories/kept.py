"""What pure functions gave, kept under a small key: a story that grows by a report asks about all its others again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def kept(key: Callable[P, Hashable | None], most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator: what the function gave is given again for arguments with the same key.

    Args:
        key: of the arguments; it must hold all that decides. None: this time nothing is kept or looked up.
        most: values kept; then all are forgotten, because stories are asked about in turn, where the value used
            longest ago would be the next one needed.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        values: dict[Hashable, T] = {}

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            under = key(*args, **kwargs)
            if under is None:
                return function(*args, **kwargs)
            try:
                return values[under]
            except KeyError:
                pass
            found = function(*args, **kwargs)
            if len(values) >= most:
                values.clear()
            values[under] = found
            return found

        return asked

    return decorate
