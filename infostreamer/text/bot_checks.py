"""The words with which a site asks whether a person is reading."""

from __future__ import annotations

import re

BOT_CHECK = re.compile(
    r"just a moment|checking your browser|are you (?:a )?(?:human|robot)|verify you are (?:a )?human|"
    r"enable javascript and cookies|attention required|security check|captcha|pardon our interruption",
    re.IGNORECASE,
)
SHORT = 900
"""Characters: a page of more text is an article, whatever words stand in its title."""
