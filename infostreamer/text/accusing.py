"""Is a role an office ("lawyer"), or a charge against the person ("organiser of last year's sabotage")?"""

from __future__ import annotations

import re
from functools import lru_cache

from infostreamer.text.lexicon import lines_of


def accuses(role: str) -> bool:
    """True for a charge: a word of data/accusing.txt stands in it, and not behind "anti-" or "counter-"."""
    return bool(_pattern().search(role))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, lines_of("accusing.txt")))
    return re.compile(rf"(?<!anti-)(?<!counter-)\b(?:{words})(?:s|d|ed|ies)?\b", re.IGNORECASE)
