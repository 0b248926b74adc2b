"""Paragraphs -> paragraphs without furniture: what a page says about itself and not about its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infostreamer.extract.people import is_biography, is_name_line
from infostreamer.text.moments import parse_moment

FURNITURE = re.compile(
    r"^\W*(?:"
    r"advertisement|advert|anzeige|werbung|publicité|publicidad|pubblicità|реклама|sponsored(?: content)?|promoted|"
    r"(?:click|tap|sign ?up|subscribe|join us|register|follow (?:us|@\w+|[A-Z]\w+ on)|like us|download (?:our|"
    r"the) app)\b.{0,140}|"
    r"(?:get|receive)\b.{0,60}\b(?:newsletter|in(?:to)? your inbox|delivered|alerts)\b.{0,100}|"
    r"share(?: (?:this|on|via|with|article|story|post)\b.{0,60})?|(?:print|e-?mail|copy link|save|"
    r"bookmark)(?: (?:this|article|page|story))?|"
    r"(?:facebook|twitter|whatsapp|telegram|linkedin|instagram|reddit|pinterest|pocket|flipboard|x)(?:[\s,|"
    r"/·]+(?:facebook|twitter|whatsapp|telegram|linkedin|instagram|reddit|pinterest|e-?mail|x))*|"
    r"(?:read|see|watch|listen|learn|mehr|lesen sie|lire|leia|leer|leggi|читайте)[ -](?:also|more|next|too|"
    r"full (?:story|article)|auch|aussi|também|también|anche|также)\b.{0,160}|"
    r"also on \S+\.[a-z]{2,6}\b.{0,250}|"
    r"(?:also on|more (?:on|from)|related(?: (?:articles?|stor(?:y|ies)|posts?|news|content|topics))?|"
    r"recommended(?: for you)?|don.t miss|trending(?: now)?|most (?:read|popular|viewed)|"
    r"top stories)\s*:?(?:\s.{0,120})?|"
    r"(?:like this (?:story|article)\??.{0,60})|thank you for (?:reading|subscribing).{0,80}|"
    r"(?:we use|this (?:site|website) uses) cookies.{0,200}|(?:accept|reject)(?: all)? cookies|"
    r"(?:©|\(c\)|copyright)\s.{0,160}|all rights reserved\.?.{0,60}|"
    r"(?:skip to (?:content|main|navigation).{0,20})|(?:back to top)|(?:menu|search|home|log ?in|sign ?in|close|"
    r"next|previous|loading\.*)|"
    r"(?:tags?|topics?|categor(?:y|ies)|filed under|posted in|schlagwörter|themen|mots.clés)\s*:.{0,300}|"
    r"(?:have a (?:news )?tip|got a (?:news )?(?:tip|story)|do you have a story)\b.{0,200}|"
    r"\d+\s+(?:comments?|shares?|likes?|views?)|(?:view|show|hide|load|see all|join the) (?:\d+ )?(?:comments?|"
    r"more comments|conversation)\b.{0,40}|"
    r"(?:text size|order reprints|print article|by)|this copy is for your personal, non.commercial use only.{0,300}|"
    r"\d+ min(?:ute)?s? (?:read|ago)|(?:article|story) continues (?:below|after).{0,40}|view (?:this|all|gallery|"
    r"in browser).{0,60}"
    r")\W*$",
    re.I,
)
"""Lines that are never the report's own words, wherever they stand."""

_TAIL = re.compile(
    r"^\W*(?:leave a (?:reply|comment|response)|post a comment|write a comment|add (?:a |your )?comment|"
    r"(?:\d+\s+)?comments?(?: \(\d+\))?|comments are closed|"
    r"explore more|you (?:may|might) (?:also )?(?:like|be interested|enjoy)|more (?:from|on|stories|news|"
    r"in)\b.{0,60}|more (?:great |top )?\w+ (?:stories|news|coverage|articles)|read (?:more|next|also)|"
    r"related(?: (?:articles?|stor(?:y|ies)|posts?|news|content|topics|links|coverage))?|"
    r"recommended(?: (?:for you|reading|stories))?|most (?:read|popular|viewed|recent)|"
    r"(?:latest|top|other|partners?.?s?) (?:news|stories|posts|articles|content)|from (?:our partners|around the web)|"
    r"popular (?:posts|stories|now)|trending(?: now)?|what to read next|"
    r"keep reading|up next|editor.s picks?|"
    r"about the authors?|about us|about this (?:site|article)|share this(?: (?:article|story|post|page))?.{0,20}|"
    r"spread the word|previous (?:post|article|story)|next (?:post|article|story)|post navigation|"
    r"your email address will not be published.{0,80}|save my name.{0,120}|notify me of .{0,60}|"
    r"required fields are marked.{0,10}|submit|cancel reply|"
    r"sign up (?:for|to)\b.{0,80}|subscribe(?: (?:to|now|for)\b.{0,80})?|newsletter|support (?:us|our work|"
    r"independent journalism).{0,80}|donate.{0,40}|"
    r"(?:hinterlassen sie|schreibe) einen? kommentar.{0,20}|kommentare|mehr zum thema|"
    r"das könnte sie auch interessieren|auch interessant|laissez un commentaire|à lire aussi|"
    r"articles? (?:liés|similaires)|deja un comentario|deja una respuesta|artículos relacionados|"
    r"lascia un commento|leggi anche|читайте также|комментарии|оставить комментарий|"
    r"privacy policy|terms (?:of (?:use|service)|and conditions)|cookie (?:policy|settings)|contact us)\s*[:.…*»→]*$",
    re.I,
)
"""Headings after which a page is no longer the report. They count only after the report's middle."""


_CONTACT = re.compile(
    r"^\W*(?:(?:please )?(?:follow|contact|reach|write to|e-?mail|message|tweet)\b.{0,160}(?:@\w|twitter|facebook|"
    r"instagram|\.com)|"
    r".{0,120}\b(?:may|can) be reached at\b|.{0,60}\bis (?:a|an|the) (?:\w+ ){0,4}(?:reporter|writer|editor|"
    r"correspondent|"
    r"journalist|columnist|contributor)\b.{0,120}(?:follow|@|covering|covers))",
    re.I,
)
_STAMP = re.compile(
    r"^\W*(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified))(?:\s+(?:on|at))?\s*:?\s*", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


_WEAK = re.compile(
    r"^\W*(?:read|more|subscribe|sign "
    r"up|newsletter|support|donate|submit|contact|share|spread|privacy|terms|cookie|about|latest|"
    r"keep reading|up next|trending|newsletter|à lire|leggi|auch)",
    re.I,
)


def drop_boilerplate(
    paragraphs: Sequence[str], *, titles: Sequence[str] = (), names: Sequence[str] = ()
) -> tuple[str, ...]:
    """The paragraphs without furniture lines, trailing blocks, the repeated headline and the author's biography.

    A paragraph of several lines loses only the lines that are furniture. An "Original source: …" line stays: it is
    evidence.
    """
    within = paragraphs[: tail_start(paragraphs)]
    kept = [cleaned for paragraph in within if (cleaned := _without_lines(paragraph))]
    kept = _without_headline(kept, titles)
    while len(kept) > 2 and len(kept[-1]) < 320 and is_contact(kept[-1]):
        kept.pop()
    return tuple(without_biography(kept, names))


def tail_start(paragraphs: Sequence[str]) -> int:
    """The index of the first paragraph that belongs to the page and not to the report; len() when there is none.

    A heading such as "Leave a Reply" counts after the middle; a weak one ("Read more") only where little follows.
    """
    whole = sum(map(len, paragraphs)) or 1
    before = 0
    for index, paragraph in enumerate(paragraphs):
        if before * 2 >= whole and len(paragraph) < 140 and _TAIL.match(paragraph):
            is_end = not _WEAK.match(paragraph) or (whole - before) * 4 <= whole
            if is_end:
                return index
        before += len(paragraph)
    return len(paragraphs)


def without_biography(paragraphs: Sequence[str], names: Sequence[str] = ()) -> list[str]:
    """The paragraphs without a trailing biography of the author and the name above it."""
    kept = list(paragraphs)
    while len(kept) > 2 and is_biography(kept[-1], names):
        kept.pop()
    while len(kept) > 2 and is_name_line(kept[-1]) and _fold(kept[-1]) in {_fold(name) for name in names}:
        kept.pop()
    return kept


def is_contact(paragraph: str) -> bool:
    """True for "Follow her on …", "She can be reached at …" and the like."""
    return _CONTACT.search(paragraph) is not None


def _without_lines(paragraph: str) -> str:
    return "\n".join(line for line in paragraph.split("\n") if not (FURNITURE.match(line.strip()) or _is_date(line)))


def _is_date(line: str) -> bool:
    """A line that is only the page's date stamp; it became the report's date, or it is the site's."""
    text = _STAMP.sub("", line.strip())
    return (
        len(text) < 60 and _YEAR.search(text) is not None and parse_moment(text) is not None and not text[:4].isdigit()
    )


def _without_headline(paragraphs: list[str], titles: Sequence[str]) -> list[str]:
    """Only near the top: a headline may well be said again later on."""
    keys = {_fold(title) for title in titles if title}
    return [text for index, text in enumerate(paragraphs) if index > 5 or _fold(text) not in keys]


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
