"""The bill of materials of an installation, as CycloneDX 1.6 (ECMA-424) has it: the same parts, the same bytes."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from installed import Part
from packaging.utils import canonicalize_name

_SPDX = {
    "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0", "ISC", "LGPL-3.0-or-later",
    "LGPL-3.0-only", "Unlicense", "0BSD", "CC0-1.0", "Zlib", "MIT-CMU",
}  # fmt: skip

_EXPRESSION = re.compile(r"\(*[\w.+-]+\)*(?: (?:AND|OR|WITH) \(*[\w.+-]+\)*)+", re.ASCII)
"""SPDX, annex D: at least two licences; what an author wrote in words of their own is a name."""


def bill_of(parts: Sequence[Part], name: str, *, at_s: int) -> str:
    """The bill as JSON.

    Args:
        parts: what is installed, with the package itself.
        name: of the package.
        at_s: when it was made, in seconds since 1970 UTC.
    """
    rows = {canonicalize_name(part.name): _component(part) for part in parts}
    own = rows.pop(canonicalize_name(name))
    body = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(at_s, UTC).isoformat().replace("+00:00", "Z"),
            "component": own | {"type": "application"},
        },
        "components": list(rows.values()),
        "dependencies": [
            {"ref": _ref(part), "dependsOn": [_ref(one) for one in parts if canonicalize_name(one.name) in part.needs]}
            for part in parts
        ],
    }
    told = json.dumps(body, sort_keys=True)
    numbered = {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told)}"} | body
    return json.dumps(numbered, indent=2, ensure_ascii=False) + "\n"


def _component(part: Part) -> dict[str, Any]:
    named = {"id": part.licence} if part.licence in _SPDX else {"name": part.licence}
    row: dict[str, Any] = {
        "type": "library",
        "bom-ref": _ref(part),
        "name": part.name,
        "version": part.version,
        "purl": _ref(part),
        "licenses": [{"expression": part.licence}] if _EXPRESSION.fullmatch(part.licence) else [{"license": named}],
    }
    if part.home.startswith("https://"):
        row["externalReferences"] = [{"type": "website", "url": part.home}]
    return row


def _ref(part: Part) -> str:
    return f"pkg:pypi/{canonicalize_name(part.name)}@{part.version}"
