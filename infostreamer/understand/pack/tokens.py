"""Words of a text the way the English treebanks cut them, with exact places."""

from __future__ import annotations

import re
from collections.abc import Iterator

# One alternative per kind of token, the longest kinds first. Every visible character falls in exactly one token.
_SHORT = (
    "Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Maj|Capt|Sgt|Sen|Rep|Gov|Rev|Hon|Jr|Sr|Inc|Corp|Co|Ltd|No|vs|etc|al|"
    "Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
)
_BEFORE_HYPHEN = "non|anti|pro|pre|post|re|co|mid|un|ex|counter|ultra|semi|multi|inter|intra|sub|de|cross|e|E|X|T|O"
_DOMAIN = "(?i:com|org|net|info|eu|uk|ru|by|ua|pl|de|fr|gov|edu|int|tv|news|io)"
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)[^\s<>"“”]{{1,500}}[^\s<>"“”.,;:!?)\]'’]      # addresses
  | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,4}}          # mail
  | [\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,3}}\.(?:{_DOMAIN})\b          # example.org
  | [@#]\w+                                                      # handles, hashtags
  | (?:[A-Za-z]\.){{2,8}}(?!\w)                                   # U.S., p.m.
  | (?:{_SHORT})\.(?=[\s,)]|$)
  | [A-Z]\.(?=\s*[A-Z])                                          # initials
  | \d+(?:[.,:/]\d+)+                                            # 1,200  3.5  10:30  1/2
  | (?:{_BEFORE_HYPHEN})-\w+
  | [A-Z][A-Za-z]?-\d+\w*|[^\W\d_]{{1,3}}\d+\w*                  # F-16, Su-27, L2
  | \d+(?:st|nd|rd|th|s)\b
  | [^\W\d_]+n['’]t\b                                           # don't, cut in two below
  | [^\W\d_]+(?:['’](?=[^\W\d_]{{2}})(?!(?:ll|re|ve)\b)[^\W\d_]+)*  # words, O'Brien
  | \d+
  | ['’](?:s|S|re|RE|ve|VE|ll|LL|d|D|m|M|em|tis|twas)\b
  | \.{{2,20}}|[-–—]{{2,20}}|!+|\?+
  | \w+
  | [^\w\s]
    """,
    re.VERBOSE,
)
_TOGETHER = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "lemme": 3, "gimme": 3, "dunno": 2}


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places of the words and marks between `start` and `end`, in order, without gaps but white space."""
    for match in _TOKEN.finditer(text, start, end):
        first, after = match.span()
        cut = _cut(text, first, after)
        if cut is not None:
            yield first, cut
            first = cut
        yield first, after


def _cut(text: str, first: int, after: int) -> int | None:
    """Where "don't" and "cannot" are two words."""
    length = after - first
    if 5 <= length <= 6 and text[first:after].lower() in _TOGETHER:
        return first + _TOGETHER[text[first:after].lower()]
    if length > 3 and text[after - 1] in "tT" and text[after - 2] in "'’" and text[after - 3] in "nN":
        return after - 3
    return None
