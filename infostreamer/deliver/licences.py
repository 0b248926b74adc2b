"""Which licences let anybody show a picture."""

from __future__ import annotations

import re

# Licences that Creative Commons and the Open Knowledge Foundation list as open: CC0, CC BY, CC BY-SA, the public
# domain mark and national open government licences. NC and ND are not open and stay out.
_OPEN = re.compile(
    r"(?:cc[ -]?0(?:[ -]1\.0)?|cc[ -]by(?:-sa)?(?:[ -][1-4]\.[0-9])?(?:[ -][a-z]{2,3})?"
    r"|public domain(?: mark)?(?: 1\.0)?|pdm(?:[ -]1\.0)?|ogl[ -]?(?:v?[1-3](?:\.0)?)?"
    r"|open government licence(?: v?[1-3](?:\.0)?)?"
    r"|https?://creativecommons\.org/(?:licenses/(?:by|by-sa)|publicdomain/(?:zero|mark))/[1-4]\.[0-9](?:/[a-z]{2,3})?/?"
    r"(?:deed\.[a-z_]+)?|creative commons attribution(?:[ -]share[ -]?alike)?(?: [1-4]\.[0-9])?(?: international)?)",
    re.IGNORECASE,
)


def is_open(licence: str | None) -> bool:
    """True when the licence, as the publisher names it, is known to let anybody show the picture with its credit."""
    return bool(licence) and _OPEN.fullmatch(" ".join((licence or "").split())) is not None
