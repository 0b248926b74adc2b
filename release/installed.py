"""What the package brings along: every distribution that an installation of it needs, with its licence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_CLASSIFIER = "License :: OSI Approved :: "
_SHORT = {
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache 2": "Apache-2.0", "BSD": "BSD-3-Clause",
    "The MIT License": "MIT", "Python Software Foundation License": "PSF-2.0", "LGPL": "LGPL-3.0-or-later",
    "BSD 3-Clause License": "BSD-3-Clause", "BSD-3-Clause License": "BSD-3-Clause", "New BSD": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Apache License, Version 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later", "PSF": "PSF-2.0",
}  # fmt: skip
_HOMES = ("homepage", "home", "repository", "source", "source code", "github", "code", "documentation", "docs")
_REFUSED = re.compile(r"\bA?GPL|\bSSPL|\bBUSL|Commons Clause|NonCommercial|unknown", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One distribution. `licence`: an SPDX expression where one can be told, else as its author wrote it."""

    name: str
    version: str
    licence: str
    home: str
    needs: tuple[str, ...]  # names of the parts it needs


def parts_of(name: str, extras: Iterable[str] = ()) -> list[Part]:
    """The distribution itself and all that it needs here, by name.

    Raises:
        metadata.PackageNotFoundError: one of them is not installed.
    """
    found: dict[str, Part] = {}
    waiting = [(canonicalize_name(name), frozenset(extras))]
    while waiting:
        at, wanted = waiting.pop()
        if at in found:
            continue
        needs = _needs(at, wanted)
        told = metadata.distribution(at).metadata
        names = tuple(sorted({canonicalize_name(need.name) for need in needs}))
        found[at] = Part(told["Name"], told["Version"], _licence(told), _home(told), names)
        waiting += [(canonicalize_name(need.name), frozenset(need.extras)) for need in needs]
    return sorted(found.values(), key=lambda part: canonicalize_name(part.name))


def refused(parts: Iterable[Part]) -> list[str]:
    """The parts that may not be handed on with this package, each with its licence. The LGPL may, used unchanged."""
    return [f"{part.name} {part.version}: {part.licence}" for part in parts if not _is_free(part.licence)]


def _is_free(licence: str) -> bool:
    """One of the licences offered is enough."""
    return any(_REFUSED.search(one) is None for one in licence.split(" OR "))


def _needs(name: str, extras: frozenset[str]) -> list[Requirement]:
    rows = [Requirement(row) for row in metadata.distribution(name).requires or ()]
    return [
        row for row in rows if row.marker is None or any(row.marker.evaluate({"extra": one}) for one in ("", *extras))
    ]


def _licence(told: metadata.PackageMetadata) -> str:
    said = told.get("License-Expression")
    if said:
        return str(said)
    classes = [one.removeprefix(_CLASSIFIER) for one in told.get_all("Classifier") or () if one.startswith(_CLASSIFIER)]
    line = str(told.get("License") or "").strip().splitlines()[:1]
    for one in (*classes, *line):
        if one in _SHORT:
            return _SHORT[one]
    return next(iter((*line, *classes)), "unknown")[:80]


def _home(told: metadata.PackageMetadata) -> str:
    rows = [row.partition(",") for row in told.get_all("Project-URL") or ()]
    links = {label.strip().lower(): link.strip() for label, _, link in rows}
    named = [
        links[label] for label in _HOMES if label in links
    ]  # the first row may be a change log or a request for money
    return str(told.get("Home-page") or next(iter((*named, *links.values())), ""))
