"""The lines above the text of a saved page -> site name, headline, standfirst, byline, date, pictures, rubric."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from infostreamer.extract.credits import is_credit_line, read_credit
from infostreamer.extract.saved_furniture import is_furniture, opens_box
from infostreamer.extract.saved_lines import SENTENCE_END, Line
from infostreamer.extract.saved_meta import Meta, is_outlet_name, meta_of, names_on
from infostreamer.model import Image, Published
from infostreamer.model.report import ReportKind

_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,12}/?", re.I)
_ADDRESS = re.compile(r"(?:[^\W\d_]+\s*:\s*)?(https?://\S+)", re.I)
_BREADCRUMB = re.compile(r"^(?:[^>»›/|→]{1,40}\s*[>»›→]\s*)+[^>»›]*$|^(?:[\w &-]{2,24}\s+[/|]\s+)+[\w &-]{2,40}$")
_SITE_TAIL = re.compile(r"\s+[|–—-]\s+([^|–—]{3,40})$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
"""Kana, Han and Thai: written without spaces, so pairs of characters stand for words."""
_LONG = 12  # lines above a headline, from which on they are navigation rather than its own
_ABOVE = 6
_CAPTION = re.compile(
    r"^(?:in this (?:file |undated |screen |handout )?(?:photo|picture|image|grab|frame)|"
    r"pictured(?: (?:here|above|left))?|file (?:photo|picture|image)|"
    r"an? (?:file |undated |aerial |general )?(?:photo|view|picture|image) (?:of|shows))\b",
    re.I,
)
_SHOWS = re.compile(r"^(?:\S+\s+){1,9}?[^\W\d_]{2,}ing\b")
_FINITE = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|can|could|may|might|must|should|shall|says?|said|told|does|did|do|"
    r"made|went|took|came|saw|plans?|wants?|warns?|calls?|urges?|seeks?|faces?|fears?|hopes?|demands?|expects?|remains?|"
    r"continues?|threatens?|needs?|begins?|shows?|means?|gives?|takes?|makes?|goes|go|comes?|keeps?|finds?|rises?|falls?|"
    r"loses?|wins?|[^\W\d_]{3,}ed)\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}|"
    r"\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.$",
    re.I,
)
_MADE = re.compile(
    r"^(?:illustrations?|photographs?|photography|artwork|art|drawings?|collage|graphic) by\s+(\S.{2,60})$", re.I
)


_PICTURE = re.compile(
    r"(?:\s(?:REUTERS|AFP|AP|EPA|EPA-EFE|dpa|PAP|TASS)/[\w .'’/-]{3,60}|"
    r"[\[(](?:AP Photo/|(?:file )?(?:photo|image|picture|foto|фото|credit)(?:\s*:| by | courtesy| credit)|via )"
    r"[^()\[\]]{2,80}[\])]\.?|\[[^\[\]/]{3,40}/[^\[\]]{3,40}\]|"
    r"(?<=[.!?])\s(?:photo(?:graph)?|image|picture|foto|credit|fot\.|фото)\s*:\s*[^.:]{3,60})$",
    re.I,
)
_ITEM = re.compile(r"^(?:item|image|photo|slide)?\s*\d+\s*(?:of|/)\s*\d+\s+", re.I)
_TAGLINE = re.compile(
    r"\b(?:news|since (?:1[89]|20)\d\d|independent|daily|breaking|stor(?:y|ies)|voice|insights?|latest|trusted|"
    r"analysis|nachrichten|новости|aktualności|actualités|noticias|notizie)\b",
    re.I,
)


@dataclass
class Head:
    """What the lines before the text turned out to be."""

    outlet: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    published: Published | None = None
    address: str | None = None
    kind: ReportKind | None = None
    images: list[Image] = field(default_factory=list)
    standfirst: list[Line] = field(default_factory=list)
    candidates: list[tuple[int, Line]] = field(default_factory=list)
    names: list[tuple[int, str]] = field(default_factory=list)
    metas: list[tuple[int, Meta]] = field(default_factory=list)

    @property
    def stamps(self) -> list[int]:
        """Where a date or a byline stood."""
        return [index for index, meta in self.metas if meta.published or meta.byline]

    @property
    def title_at(self) -> int:
        """The line of the headline, the last one where it is repeated; -1 where it is none of them."""
        return max((index for index, line in self.candidates if line.text == self.title), default=-1)


def read_head(lines: Sequence[Line], prose: str, *, title: str | None = None, site: str | None = None) -> Head:
    """What the lines say.

    Args:
        lines: all before the first paragraph; a standfirst among them comes back as such.
        prose: the text below, case folded; a headline's words come back in it.
        title: the headline, where the document has marked it.
        site: the site's name as its foot gives it; never the headline.
    """
    head = Head()
    menu = _menu(lines)
    awaits_caption: int | None = None
    for index, line in enumerate(lines):
        if index in menu:
            continue
        if awaits_caption == line.block and not _is_marked(line.text):
            last = head.images[-1]
            head.images[-1] = Image(credit=last.credit, licence=last.licence, caption=last.caption or line.text)
            awaits_caption = None
        elif is_credit_line(line.text) or _MADE.match(line.text) or ends_in_credit(line.text):
            awaits_caption = _place_credit(head, lines, index)
        else:
            awaits_caption = None
            _place(head, index, line)
    _settle_title(head, prose, title, site)
    _settle_metas(head)
    _settle_names(head, lines)
    captions = [fold(image.caption) for image in head.images if image.caption]
    head.standfirst = [line for line in _standfirst(head, prose) if fold(line.text) not in captions]
    return head


def is_caption(line: str) -> bool:
    """True for a line that says what a picture shows, and when, and has no finite verb of its own."""
    if _CAPTION.match(line):
        return len(line) < 300
    is_short = len(line) <= 160 and line.count(". ") == 0 and _WHEN.search(line) is not None
    return is_short and _SHOWS.match(line) is not None and _FINITE.search(line) is None


def image_of(line: str) -> Image:
    """The picture that a credit line speaks of."""
    if made := _MADE.match(line):
        return Image(credit=made[1].strip(" ."))
    found = read_credit(_ITEM.sub("", line))
    return Image(credit=found.credit, licence=found.licence, caption=found.caption)


def ends_in_credit(line: str) -> bool:
    """True for a caption with its credit behind it."""
    is_short = len(line) < 320 and (_ITEM.match(line) is not None or line.count(". ") < 3)
    return is_short and _PICTURE.search(line) is not None


def _menu(lines: Sequence[Line]) -> set[int]:
    """Where three or more lines in a row are of at most three words: a navigation and no headline."""
    found: set[int] = set()
    run: list[int] = []
    for index, line in enumerate([*lines, Line("a line that ends the last run", -1)]):
        if len(line.text.split()) <= 3 and len(line.text) < 40 and not _speaks(lines, index):
            run.append(index)
            continue
        found |= set(run) if len(run) >= 3 else set()
        run = []
    return found


def _speaks(lines: Sequence[Line], index: int) -> bool:
    """A short line that says something by itself: a host, a credit, a date, a byline, a name with a date below it."""
    text = lines[index].text
    meta = meta_of(text)
    if _HOST.fullmatch(text) or is_credit_line(text) or (meta is not None and (meta.published or meta.byline)):
        return True
    below = meta_of(lines[index + 1].text) if index + 1 < len(lines) else None
    return bool(names_on(text)) and below is not None and below.published is not None


def _is_marked(line: str) -> bool:
    return is_credit_line(line) or meta_of(line) is not None


def _place_credit(head: Head, lines: Sequence[Line], index: int) -> int | None:
    """Note the picture; its caption is the sentence above it in a block of two, else the next line of the block."""
    line = lines[index]
    image = image_of(line.text)
    before = head.candidates[-1] if head.candidates else None
    block = [other for other in lines if other.block == line.block]
    is_above = before is not None and before[0] == index - 1 and before[1].block == line.block and len(block) == 2
    if before is not None and is_above and SENTENCE_END.search(before[1].text):
        head.candidates.pop()
        image = Image(credit=image.credit, licence=image.licence, caption=image.caption or before[1].text)
    head.images.append(image)
    return line.block


def _place(head: Head, index: int, line: Line) -> None:
    text = line.text
    if _HOST.fullmatch(text):
        head.outlet = head.outlet or text
    elif address := _ADDRESS.fullmatch(text):
        head.address = head.address or address[1]
    elif (meta := meta_of(text)) is not None:
        head.metas.append((index, meta))
    elif is_caption(text) and (head.stamps or _CAPTION.match(text)):
        head.images.append(Image(caption=text))
    elif is_furniture(text) or opens_box(text) or _is_breadcrumb(text):
        return
    elif names := names_on(text):
        head.names.extend((index, name) for name in names)
    else:
        head.candidates.append((index, line))


def _is_breadcrumb(text: str) -> bool:
    return _BREADCRUMB.match(text) is not None


def _settle_title(head: Head, prose: str, given: str | None, site: str | None) -> None:
    if given is not None:
        head.title = given
        head.candidates = [(index, line) for index, line in head.candidates if fold(line.text) != fold(given)]
        return
    texts = [line.text for _, line in head.candidates if not line.is_listed]
    others = [text for text in texts if not (_is_site(text) or (site and fold(text) == fold(site)))]
    head.title = _best(others or texts, prose)
    if head.title and (tail := _SITE_TAIL.search(head.title)):
        bare = head.title[: tail.start()]
        if is_outlet_name(tail[1]) or _HOST.fullmatch(tail[1]) or any(fold(bare) == fold(text) for text in texts):
            whole, head.title, head.outlet = head.title, bare, head.outlet or tail[1]
            head.candidates = [
                (index, replace(line, text=bare) if line.text == whole else line) for index, line in head.candidates
            ]


def _best(texts: Sequence[str], prose: str) -> str | None:
    """The line most like a headline, the nearer to the text the better; of neighbours as good, the upper one."""
    base = [_likeness(text, prose) + (0.3 if texts.count(text) > 1 else 0) for text in texts]
    near = [score - min(0.04 * (len(texts) - 1 - index), 0.6) for index, score in enumerate(base)]
    if not base:
        return None
    best = max(range(len(texts)), key=lambda index: (near[index], -index))
    upper = (
        index
        for index in range(max(best - 2, 0), best)
        if base[index] >= base[best] - 0.25 and len(texts[index].split()) > 2
    )
    return texts[next(upper, best)]


def _settle_metas(head: Head) -> None:
    """Dates, bylines and rubrics count from a little above the headline on: further up they are other articles'."""
    at = head.title_at
    near = [meta for index, meta in head.metas if at < _LONG or index > at - _ABOVE]
    below = [meta for index, meta in head.metas if index > at]
    ordered = [*below, *near]
    head.published = next((meta.published for meta in ordered if meta.published), None)
    head.byline = next((meta.byline for meta in ordered if meta.byline), ())
    head.kind = next((meta.kind for meta in near if meta.kind), None)
    head.outlet = head.outlet or next((meta.outlet for meta in ordered if meta.outlet), None)


def _settle_names(head: Head, lines: Sequence[Line]) -> None:
    """Names under the headline sign it; above it they do only where nobody else does and they name no medium."""
    first = lines[0].text if lines else ""
    at = head.title_at
    within = [(index, name) for index, name in head.names if at < _LONG or index > at - _ABOVE]
    people = [(index, name) for index, name in within if not is_outlet_name(name)]
    if people and people[0][1] == first and (head.byline or len(people) > 1 or first.isupper()):
        head.outlet, people = head.outlet or first, people[1:]
    below = tuple(dict.fromkeys(name for index, name in people if index > at))
    above = tuple(dict.fromkeys(name for index, name in people if index < at))
    head.byline = head.byline or below or above
    top = [line.text for line in lines[: max(at, 0)]]
    named = (text for text in top if _is_site(text) or (text.isupper() and " " in text and is_outlet_name(text)))
    head.outlet = head.outlet or next(named, None)


def _is_site(text: str) -> bool:
    return 1 < len(text.split()) <= 4 and is_outlet_name(text) and not (SENTENCE_END.search(text) or opens_box(text))


def _likeness(line: str, prose: str) -> float:
    """How much a line is a headline: its words come back in the prose; a tagline's, a section's and a menu's do not."""
    words = [word.casefold() for word in _WORD.findall(line)]
    share = sum(1 for word in words if word[:6] in prose) / len(words) if words else 0.0
    size = len(line.split())
    if len(_UNSPACED.findall(line)) * 2 > len(line):
        pairs = [line[at : at + 2].casefold() for at in range(len(line) - 1)]
        share, size = sum(1 for pair in pairs if pair in prose) / max(len(pairs), 1), len(line) // 2
    is_sentence = re.search(r"(?<!\.)\.[\"”’]?$", line) is not None
    is_tagline = _TAGLINE.search(line) is not None and share < 0.8
    names_host = re.search(r"\b[\w-]+\.(?:com|org|net|info)\b", line) is not None
    return share + 0.6 * min(size, 8) / 8 - 0.6 * is_sentence - 0.8 * names_host - 0.3 * is_tagline


def _standfirst(head: Head, prose: str) -> list[Line]:
    """Sentences and summing-up lines between the headline and the text are part of the report."""
    at = head.title_at
    signs = [*head.stamps, *(index for index, _ in head.names)]
    stamp = min((index for index in signs if index > at), default=None)
    kept: list[Line] = []
    for index, line in head.candidates:
        if index <= at or fold(line.text) == fold(head.title or "") or line in kept:
            continue
        words = len(line.text.split())
        is_sentence = SENTENCE_END.search(line.text) is not None
        is_near = (stamp is None or index < stamp) and words >= 6 and _likeness(line.text, prose) >= 0.8
        if line.is_listed or (words >= 7 and is_sentence) or words >= 12 or is_near:
            kept.append(line)
    return kept


def fold(text: str) -> str:
    """Letters and digits alone, case folded: for saying that two lines are the same."""
    return re.sub(r"\W+", "", text.casefold())
