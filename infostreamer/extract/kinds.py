"""What sort of publication a report is: report, opinion, live or release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.model.report import ReportKind

_OPINION = re.compile(
    r"\b(?:opinions?|op-?eds?|editorials?|commentary|comment|columns?|columnists?|kommentare?|meinung|kolumnen?|"
    r"leitartikel|tribunes?|opinión|opinione|мнени[ея]|leserbrief|viewpoints?|leader)\b",
    re.I,
)
_LIVE = re.compile(
    r"\blive(?:[- ]?(?:blog|ticker|updates?))?\b|\bnewsticker\b|\bliveticker\b|\bas it happened\b|\bhappening now\b",
    re.I,
)
_RELEASE = re.compile(
    r"\b(?:press|news|media)[- ]?releases?\b|\bpressemitteilung\b|\bcommuniqué de presse\b|^(?:PRESS RELEASE|"
    r"FOR IMMEDIATE RELEASE)\b|prnewswire|businesswire|globenewswire",
    re.I,
)


def kind_of(*, types: set[str], section: str | None, address: str | None, title: str | None) -> ReportKind:
    """The kind, from schema.org types first, then the section, the address's path and the title's label."""
    if "LiveBlogPosting" in types:
        return "live"
    if "OpinionNewsArticle" in types:
        return "opinion"
    path = " ".join((address or "").split("/")[3:-1]).replace("-", " ")
    label = re.match(r"[^:|]{2,24}[:|]", title or "")
    marks = " · ".join(part for part in (section, path, label.group() if label else None) if part)
    if _RELEASE.search(marks) or _RELEASE.search(title or ""):
        return "release"
    if _OPINION.search(marks):
        return "opinion"
    return (
        "live"
        if _LIVE.search(marks) or re.search(r"\bLIVE\b|\blive updates\b|\bLiveticker\b", title or "")
        else "report"
    )


_QUOTED = re.compile(r"[“\"«„][^”\"»“]{1,600}[”\"»“]")
_SELF = re.compile(r"\bI(?:['’](?:m|ve|d|ll))?\b|\b[Mm]y\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_TALK = re.compile(r"\b(?:interview|conversation|q ?& ?a|questions for|talks? (?:to|with)|asks?)\b", re.I)


def is_commentary(paragraphs: Sequence[str], *, title: str | None) -> bool:
    """True where an author argues in the first person and asks the reader questions, outside quotation marks.

    A conversation asks its questions of somebody ("you") or says what it is in its title.
    """
    if title and _TALK.search(title):
        return False
    own = _QUOTED.sub(" ", " ".join(paragraphs))
    asked = (sentence for sentence in _SENTENCE.split(own) if sentence.endswith("?"))
    questions = [sentence for sentence in asked if not re.search(r"\byou\b", sentence, re.I)]
    return len(questions) >= 2 and len(_SELF.findall(own)) >= 4
