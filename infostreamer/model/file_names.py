"""Files of one name from several folders: which address each has."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^(file:[^#]+)~(\d{1,6})$")


def numbered(address: str, number: int) -> str:
    """The address of a file whose name was taken by `number` other folders before: "file:a.txt", "file:a.txt~2"."""
    return address if number == 0 else f"{address}~{number + 1}"


def namesakes(address: str) -> tuple[str, ...]:
    """The addresses that files of this name had in other folders before: ("file:a.txt",) for "file:a.txt~2"; none for
    an address that has no number."""
    found = _NUMBERED.match(address)
    return () if found is None else tuple(numbered(found[1], number) for number in range(int(found[2]) - 1))
