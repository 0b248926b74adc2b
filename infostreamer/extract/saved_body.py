"""The lines from the first paragraph on -> the report's paragraphs, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from infostreamer.extract.boilerplate import is_contact, without_biography
from infostreamer.extract.credits import is_credit_line
from infostreamer.extract.people import is_name_line, opens_with_name_and_trade, tells_trade
from infostreamer.extract.saved_furniture import (
    is_authors_own,
    is_furniture,
    opens_author_box,
    opens_box,
    opens_comments,
)
from infostreamer.extract.saved_head import Head, ends_in_credit, fold, image_of, is_caption
from infostreamer.extract.saved_lines import SENTENCE_END, Line, is_prose
from infostreamer.extract.saved_meta import BY, is_outlet_name, meta_of, names_on
from infostreamer.model import Image, Published
from infostreamer.text.credit_forms import AGENCIES, SOURCE_LINE

_TRAILER = re.compile(
    r"\b(?:reporting|editing|writing) by\b|\bwith (?:inputs?|reporting|files|material) (?:from|by)\b|"
    r"\b(?:originally|first) (?:published|appeared)",
    re.I,
)
_VIA = re.compile(r"^(?:via|source|quelle|h/t|hat tip|источник|źródło|fuente|fonte)\s*:?\s+\S", re.I)
_SIGNED = re.compile(r"^[—–-]\s*|\s*[—–-]$")
_MAILBOX = re.compile(r"\S+@\S+\.\w+")
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)|copyright|by|\d{4}(?:\s*[-–]\s*\d{4})?)[,\s]*)*\s*[«“]?"
    r"(?P<name>[^\W\d_][^.|/•·\d»”]{2,40}?)[»”]?(?:\s*,?\s*\d{4}.*|\s*[.|•·,–-].*|\s*all rights.*)?$",
    re.I,
)


@dataclass
class Body:
    """What the lines turned out to be."""

    paragraphs: list[Line] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    byline: tuple[str, ...] = ()
    published: Published | None = None
    is_opinion: bool = False


def read_body(lines: Sequence[Line], head: Head, *, end: int) -> Body:
    """The paragraphs and, from around them, pictures, a byline and a date that stand below the text.

    Args:
        lines: all from the first paragraph on.
        head: what stood above them.
        end: where running text ends at the latest.
    """
    body = Body()
    end = min(_end_of(lines), end)
    body.is_opinion = any(is_authors_own(line.text) for line in lines)
    within = _without_boxes(lines[:end])
    for index, line in enumerate(within):
        if _is_picture(line.text, within[index + 1 :]):
            _place_picture(body, line)
        elif not _is_passed_over(line.text, head, index):
            body.paragraphs.append(line)
    _take_signature(body, head)
    if not (head.byline or body.byline):
        body.byline = _boxed_author(lines[end:])
    body.paragraphs = _without_pull_quotes(body.paragraphs)
    return body


def outlet_below(lines: Sequence[Line], top: Sequence[Line]) -> str | None:
    """The site's name: in its copyright line, else the page's first line where the foot names it again."""
    end = _end_of(lines)
    foot = [line.text for line in lines[max(end - 2, 1) :]]
    for text in foot:
        found = _COPYRIGHT.match(text)
        if found and len(found["name"].split()) <= 6 and found["name"].casefold() not in AGENCIES:
            return found["name"].strip(" ,-–")
    folded = fold(" ".join(foot))
    first = [line.text for line in top[:3] if 1 < len(line.text.split()) <= 5]
    return next((text for text in first if fold(text) in folded and not SENTENCE_END.search(text)), None)


def _end_of(lines: Sequence[Line]) -> int:
    """Where the report ends: at what readers wrote, else at the first block of the page that little text follows."""
    end = len(lines)
    for index, line in enumerate(lines):
        says = re.fullmatch(r".{2,40} says:", line.text) and index + 1 < len(lines) and meta_of(lines[index + 1].text)
        if index and (opens_comments(line.text) or says):
            end = index
            break
    sizes = [len(line.text) if is_prose(line.text) else 0 for line in lines[:end]]
    passed = list(accumulate(sizes, initial=0))
    for index in range(1, end):
        before, after = passed[index], passed[-1] - passed[index]
        text = lines[index].text
        if opens_author_box(text) and after <= before:
            return index
        if before and _opens_block(lines[index]) and after * 3 <= before:
            return index
    return end


def _opens_block(line: Line) -> bool:
    """A heading of the page's own; "© 2026 Agency/A. Example" is a picture's credit and none."""
    is_makers = "/" in line.text and is_credit_line(line.text)
    return not (line.is_listed or is_makers) and opens_box(line.text)


def _without_boxes(lines: Sequence[Line]) -> list[Line]:
    """Without the blocks of teasers that stand between paragraphs: a heading, and what is no sentence below it."""
    kept: list[Line] = []
    is_inside = False
    for line in lines:
        if _opens_block(line) and not is_prose(line.text):
            is_inside = True
        elif is_inside and not (SENTENCE_END.search(line.text) or is_prose(line.text)):
            continue
        else:
            is_inside = False
            kept.append(line)
    return kept


def _is_picture(text: str, after: Sequence[Line]) -> bool:
    """A picture's credit; a "Source:" line below the last paragraph speaks of the text."""
    if ends_in_credit(text):
        return True
    if _is_source(text) and not any(is_prose(line.text) for line in after):
        return False
    is_stamp = re.search(r"\d{5}", text) is not None  # an agency's own number for the item, not a picture's maker
    return is_credit_line(text) and (not is_furniture(text) or "/" in text) and not is_stamp


def _is_source(text: str) -> bool:
    """ "Source: …", "Via …": evidence, and part of the report."""
    return SOURCE_LINE.match(text) is not None or (_VIA.match(text) is not None and len(text.split()) <= 6)


def _place_picture(body: Body, line: Line) -> None:
    image = image_of(line.text)
    last = body.paragraphs[-1] if body.paragraphs else None
    if image.caption is None and last is not None and last.block == line.block and is_caption(last.text):
        image = Image(credit=image.credit, licence=image.licence, caption=body.paragraphs.pop().text)
    body.images.append(image)


def _is_passed_over(text: str, head: Head, index: int) -> bool:
    if is_furniture(text) or (index < 6 and fold(text) == fold(head.title or "")):
        return True
    meta = meta_of(text) if len(text) < 80 else None
    return meta is not None and not (meta.byline or meta.published)


def _take_signature(body: Body, head: Head) -> None:
    """Take away what stands below the last sentence: names, addresses, dates, menus, the author's biography."""
    _cut_author_block(body, head)
    while len(body.paragraphs) > 1 and _pop_last(body, head):
        pass


def _cut_author_block(body: Body, head: Head) -> None:
    """A name by itself near the end that the text does not know, and below it an account of that person."""
    texts = [line.text for line in body.paragraphs]
    for index in range(max(len(texts) - 4, 2), len(texts) - 1):
        name, below = texts[index], texts[index + 1 :]
        parts = name.split()
        is_new = is_name_line(name) and not any(name in text for text in texts[:index])
        if is_new and all(parts[0] in text or parts[-1] in text or tells_trade(text) for text in below):
            body.byline = body.byline or (() if head.byline else (name,))
            del body.paragraphs[index:]
            return


def _pop_last(body: Body, head: Head) -> bool:
    text = body.paragraphs[-1].text
    if _is_source(text) or _TRAILER.search(text):
        return False
    names = head.byline or body.byline
    bare = _SIGNED.sub("", text)
    if is_name_line(bare) or (BY.match(bare) and len(bare) < 80):
        meta = meta_of(bare)
        body.byline = body.byline or names_on(bare) or (meta.byline if meta else ())
    elif (meta := meta_of(bare)) is not None:
        body.byline, body.published = body.byline or meta.byline, body.published or meta.published
    elif (name := _biography(body, names)) is not None:
        body.byline = body.byline or ((name,) if name and not names else ())
    elif not (_is_leftover(body.paragraphs[-1]) or (len(text) < 320 and is_contact(text)) or _is_address(text)):
        return False
    body.paragraphs.pop()
    return True


def _biography(body: Body, names: tuple[str, ...]) -> str | None:
    """The person of a biography at the end: "" where it is of one who is known; None where it is none."""
    if len(body.paragraphs) < 3:
        return None
    texts = [line.text for line in body.paragraphs]
    if len(without_biography(texts, names)) < len(texts):
        return ""
    name = opens_with_name_and_trade(texts[-1])
    if name is None:
        return None
    is_known = not names or any(fold(name) == fold(known) for known in names)
    return name if is_known or fold(texts[-2]) == fold(name) else None


def _is_leftover(line: Line) -> bool:
    """A few words without an end: the next article's headline, a menu, a tag. No report ends on one."""
    text = line.text
    is_quoted = text[-1:] in '”»“"’' and len(text.split()) >= 5
    is_short = len(text.split()) <= 10 and len(text) < 90
    return is_short and not (SENTENCE_END.search(text) or is_quoted or line.is_listed)


def _is_address(text: str) -> bool:
    return len(text) < 120 and _MAILBOX.search(text) is not None and len(text.split()) <= 8


def _boxed_author(lines: Sequence[Line]) -> tuple[str, ...]:
    """The name in or under the heading "About the author"."""
    for index, line in enumerate(lines):
        if opens_author_box(line.text):
            meta = meta_of(line.text)
            below = names_on(lines[index + 1].text) if index + 1 < len(lines) else ()
            return tuple(name for name in (meta.byline if meta else below) if not is_outlet_name(name))
    return ()


def _without_pull_quotes(lines: list[Line]) -> list[Line]:
    """Without short paragraphs whose every sentence another paragraph says too."""
    folded = [fold(line.text) for line in lines]
    kept: list[Line] = []
    for index, line in enumerate(lines):
        others = [
            text for at, text in enumerate(folded) if at != index and (len(text) > len(folded[index]) or at < index)
        ]
        pieces = [fold(piece) for piece in re.split(r"(?<=[.!?…,])[\"”’»]?\s+", line.text) if fold(piece)]
        is_repeated = 3 < len(line.text.split()) <= 40 and any(
            all(piece in text for piece in pieces) for text in others
        )
        if not is_repeated or line.is_listed:
            kept.append(line)
    return kept
