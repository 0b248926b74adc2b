"""The forms credits take: source lines, datelines, photo credits, trailers, and the cues of handed-on claims."""

# ruff: noqa: E501 — one form is one line: folded, they could not be compared with each other.

from __future__ import annotations

import re

from infostreamer.text.lexicon import lines_of

AGENCIES = frozenset(lines_of("media.txt", section="agencies"))
MEDIA_NAMES = frozenset(lines_of("media.txt", section="outlets"))

_HOST = r"(?:https?://)?(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}(?:/[^\s]{0,300})?"
HOST = re.compile(_HOST, re.IGNORECASE)

SOURCE_LINE = re.compile(
    r"\W{0,3}(?:original\s+(?:source|article|story|post)|originally\s+published|source|sources|via|press\s+release|"
    r"источник|джерело|крыніца|źródło|quelle|fuente|fonte)\s*(?:[:—–]|\s-\s|\s+(?:by|at|in|on)\s+)\s*(?P<to>[^\n]{2,160})",
    re.IGNORECASE,
)
PHOTO = re.compile(
    r"\W{0,3}(?:photo(?:graph)?s?|image|picture|pic|foto|фото|credit|photo\s+credit|image\s+credit|illustration)"
    r"(?:\s+(?:credit|courtesy(?:\s+of)?|by))?\s*(?:[:—–]|(?<=by)\s|(?<=of)\s)\s*(?P<to>[^\n]{2,120})",
    re.IGNORECASE,
)
_UPPER = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁІЇЄЎҐ]"
_PERSON = rf"{_UPPER}[\w.'’-]*(?:\s+{_UPPER}[\w.'’-]*){{1,3}}"
BYLINE = re.compile(rf"(?:By|Written\s+by|Author:|Автор:|Аўтар:|Von)\s+(?P<to>{_PERSON}(?:\s+and\s+{_PERSON})?)\s*$")
DATELINE = re.compile(
    r"(?:(?P<city>[^\W\d_][^\n()]{1,60}?)[,.]?\s*)?(?:(?:[^\W\d_]{3,9})\.?\s+\d{1,2}\s*)?"
    r"\((?P<to>[^\W\d_][\w. '’&-]{1,40})\)\s*[-–—:]+\s"
)
_NO_TIME = (
    r"(?!(?:1[5-9]|20)\d\d\b|(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|spring|summer|autumn|fall|winter|early|late|mid)\b)"
)
"""What first appeared in 2014, in March, or on Sunday names no source."""
_NAMED = (
    _NO_TIME + r"(?P<to>(?:https?://)?[^\W_][\w.'’/&:-]*(?:\s+(?:of|the|de|and|&)?\s*[^\W\d_a-zа-яё][\w.'’&-]*){0,5})"
)
TRAILER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(?:article|story|report|piece|post|text|interview|version)\s+(?:was\s+|has\s+been\s+|is\s+)?"
            r"(?:first\s+|originally\s+|also\s+)?(?:published|appeared|posted|republished|reprinted|produced)"
            rf"(?:\s+(?:first|originally))?\s+(?:by|in|on|at|from)\s+(?:the\s+)?{_NAMED}"
        ),
        "original",
    ),
    (re.compile(rf"(?:\b(?:Originally|First)\s+(?:published|reported|appeared)\s+(?:by|in|on|at)|"
                rf"\b(?:originally|first)\s+(?:published|reported|broadcast)\s+(?:by|in|on))\s+(?:the\s+)?{_NAMED}"), "original"),
    (re.compile(rf"\b[Ww]ith\s+(?:additional\s+)?(?:reporting|files|material|information)\s+(?:by|from)\s+(?:the\s+)?{_NAMED}"), "outlet"),
    (re.compile(rf"(?<![Ww]ith )\b(?:[Aa]dditional\s+)?[Rr]eporting\s+by\s+{_NAMED}"), "author"),
    (re.compile(rf"\b(?:press\s+release|statement)\s+(?:published|issued|released)\s+by\s+(?:the\s+)?{_NAMED}"), "release"),
)  # fmt: skip

ASIDE = re.compile(r"[(\[](?:(?:file\s+)?photos?(?:\s+by|\s*:)?\s+)?(?P<to>[^()\[\]\n]{4,80})[)\]]", re.IGNORECASE)
MADE_BY = re.compile(
    rf"©\s*(?:(?:19|20)\d\d\s+)?(?P<to>{_PERSON}(?:\s*\([^()\n]{{2,40}}\)|\s*/[^()/\n]{{2,40}})?|[A-Z]{{2,5}})\s*$"
)
"""A picture's credit in brackets behind its caption, and behind a ©."""
MAKERS = re.compile(r"\s*(?:[/,]|\bvia\b|\bfor\b)\s*")
PERSON = re.compile(rf"{_PERSON}|(?:AP|AFP)\s+Photo")
WAYS = frozenset(("File", "Pool", "Handout", "FILE", "POOL", "HANDOUT"))
TAIL = re.compile(
    rf"[.!?…\"”’»)]\s*\((?P<to>{_UPPER}[\w.&’'-]{{2,30}}(?:\s{_UPPER}[\w.&’'-]{{1,30}}){{0,3}}|dpa|afp|ap|apa|epd|kna|efe|pap)\)\W*$"
)
"""An agency in brackets behind the last sentence."""
NO_AGENCIES = frozenset(("Photo", "Photos", "File", "Video", "Updated", "Update", "Ends", "Continued", "Opinion", "Sic", "Editor",
                         "Translated", "Correction", "Corrected", "Analysis", "Advertisement", "Archive", "Foto", "Fotos"))  # fmt: skip
PHOTO_AGENCIES = AGENCIES | {
    "Getty Images",
    "Getty",
    "EPA",
    "AP Photo",
    "AFP Photo",
    "Invision",
    "Shutterstock",
    "Alamy",
    "Sipa",
    "Zuma",
}
STATION = re.compile(r"[KW][A-Z]{2,3}(?:[- ](?:TV|FM|AM))?")
"""Call signs of American stations (47 CFR 73.3550): K or W and two or three letters."""
DESCRIBES = re.compile(
    r"(?i:the|an?|this|these|in|at|inside|outside|people|police)\s(?=.*\b(?!(?:for|the|and|via|from|courtesy|handout|file|pool)\b)[a-z]{3,}\b)"
    r"|.*\b(?:is|are|was|were|who|which|where|has|have|had)\s"
)
"""What stands behind "Image:" where that is a caption and no credit."""

MEDIA_HEADS = re.compile(
    r"\b(?:news|press|times|post|herald|tribune|gazette|journal|observer|telegraph|guardian|magazine|television|tv|radio|agency|"
    r"broadcaster|broadcasting|daily|weekly|wire|media|chronicle|courier|mirror|review|today|independent|monitor|bulletin|dispatch|"
    r"standard|examiner|inquirer|globe|sun|star|echo|voice|channel)\b",
    re.IGNORECASE,
)
PHRASES: tuple[re.Pattern[str], ...] = (
    re.compile(r"\b(?:told|citing|quoting|reported\s+by|according\s+to|as\s+quoted\s+by|cited\s+by|quoted\s+by|published\s+by|"
               r"(?:interview|speaking|spoke|talking|comments|remarks)\s+(?:with|to|for|by|in)|obtained\s+by|seen\s+by|published\s+in)"
               r"\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE),
)  # fmt: skip
_NOUN = (
    r"(?:news\s+(?:agency|site|website|portal|outlet|channel|magazine)|newspaper|tabloid|broadsheet|magazine|weekly|daily|"
    r"broadcaster|broadcasting\s+company|(?:radio|television|tv)\s+(?:station|channel|network)|news\s*agency|online\s+portal)"
)
_TITLE = rf"{_UPPER}[\w’'&-]{{1,30}}(?:\s+{_UPPER}[\w’'&-]{{1,30}}){{0,3}}"
NAMED_MEDIA: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b{_NOUN}\s+[“\"„«']?(?P<to>{_TITLE})[”\"“»']?"),
    re.compile(rf"\b(?:the|The|a|A)\s+(?P<to>{_TITLE})\s+{_NOUN}\b"),
)  # fmt: skip
"""An outlet by a name that does not say so, beside the noun that does."""
NAMED_ABROAD = re.compile(
    r"\b(?:wie|laut|gegenüber|sagte|sagt|erklärte|berichtet|berichtete|meldet|meldete|zufolge|Angaben|Bericht|Informationen)\s+"
    r"(?:\w+\s+){0,2}(?:Zeitung|Zeitschrift|Magazins?|Senders?|Agentur|Nachrichtenagentur|Nachrichtenportals?|Wochenzeitung|"
    rf"Tageszeitung|Nachrichtenseite)\s+[„“\"»]?(?P<to>{_TITLE})|"
    r"(?:изданию|издание|издании|газете|газета|агентству|агентство|телеканалу|телеканал|виданню|видання|агенції|агенція|газеті)"
    rf"\s+[«„“\"](?P<too>{_TITLE})[»“”\"]"
)
"""The same in German, and in Russian and Ukrainian, where the noun alone tells."""
NAMED_HOST = re.compile(r"(?<=\s)(?P<to>[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40})?\.[a-z]{2,12})(?![\w@/-]|\.\w)")
CARRIED = re.compile(
    r"(?:,|\s)\s*(?:first\s+|also\s+|earlier\s+|later\s+|has\s+|had\s+)?(?:reported|reports|writes|wrote|quoted|cited|revealed|published|"
    r"broadcast|said\s+in\s+a\s+report|said\s+it\s+had|learned|learnt|said,?\s+citing|news\s+agency\s+(?:reported|said)|"
    r"quoted\s+\w+\s+as)\b"
)
SITE_CARRIED = re.compile(r"(?<![\w.@/-])(?P<to>[A-Z][\w-]{0,40}(?:\.[a-z]{2,10}){1,2})" + CARRIED.pattern)
"""A site named by its address: "Harbour.example reported"."""
