"""A line above the text -> what it says about the report: date, names, outlet, rubric, in any order on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.extract.byline import names_in
from infostreamer.extract.people import is_name_line
from infostreamer.model import Published
from infostreamer.model.report import ReportKind
from infostreamer.text.credit_forms import MEDIA_HEADS
from infostreamer.text.moments import parse_moment
from infostreamer.text.months import all_months

BY = re.compile(
    r"^(?:(?:text|story|reporting|written|reported|posted|published|words|interview|analysis|opinion|essay|review|"
    r"column)\s+)?"
    r"(?:by|von|par|por|di|door|autore?n?|auteure?|author|автор|аўтар|opracowała?|oprac\.|rozmawiał[a]?|"
    r"текст|tekst)\s*:?\s+(?=[^\W\d_])",
    re.I,
)
_LABEL = re.compile(
    r"^\W*(?:(?:first\s+)?published|posted|publication date|last\s+(?:updated|modified)|updated|date|"
    r"veröffentlicht|aktualisiert|stand|erschienen|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|"
    r"opublikowano|data publikacji|aktualizacja|дата(?: публикации)?|опубликован[оа]?|обновлено|опубліковано)\b"
    r"\s*(?:on|at|am|le|el|il|the)?\s*[:,]?\s*",
    re.I,
)
_LINKING = re.compile(r"^(?:[,;:–—-]|on|at|am|le|in|the|\s)+|(?:[,;:–—-]|on|at|um|à|o|в|by|\s)+$", re.I)
_SPLIT = re.compile(r"\s*[|·•‧∙/]\s+|\s+[–—-]\s+(?=\D)")
_MORE = re.compile(
    r"\s+(?:leave a|\d+\s+comments?|(?:first )?(?:published|posted|updated)|date\b|in\s+[A-Z]|//).*$", re.I
)
_FIRST = re.compile(
    r"\W*(?:\d|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|понедельник|вторник|среда|четверг|"
    r"пятница|суббота|воскресенье|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)\b|"
    r"(?:" + "|".join(sorted(map(re.escape, all_months()))) + r")\b)",
    re.I,
)
"""What a date begins with."""
_LAST = re.compile(r"\d|^\W*(?:[ap]\.?m\.?|[A-Z]{2,5}|r\.|г\.?|года?|року?|roku)\W*$")
"""What a date ends with."""
_MEDIUM = re.compile(
    MEDIA_HEADS.pattern
    + r"|zeitung|anzeiger|tagblatt|\w*blatt\b|\w*bote\b|rundfunk|presse\b|courrier|journaux|dépêche|gazette|"
    r"diario|periódico|noticias|jornal|notícias|giornale|corriere|gazeta|dziennik|kurier|wiadomości|telewizja|"
    r"вестник|газета|новости|известия|правда|новини|навіны|\bblog\b|\bmedia\b|\bwatch\b|\bdigest\b|\breporter\b|\btimes\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGO = re.compile(
    r"^\W*(?:(?:last\s+)?(?:updated|published|posted|modified|aktualisiert)\W*)?(?:\d+|an?|vor \d+|il y a \d+|hace \d+|"
    r"one|two|several)\s*"
    r"(?:sec|min|h|hr|hour|day|week|month|year|stunde|minute|tag|heure|jour|godz|dni|час|минут|дн)\w*\.?\s*(?:ago|temu|"
    r"назад|тому)?\W*$|^\W*(?:updated\s+)?(?:just now|today|yesterday|gestern|heute|сегодня|вчера)\b.{0,12}$",
    re.I,
)
_ASIDE = re.compile(
    r"^\W*(?:\d+\s*(?:min(?:ute)?s?\.?)(?:\s+(?:read|to read|lesezeit|de lecture))?|(?:reading time|read time|lesezeit|"
    r"temps de lecture|czas czytania|время чтения)\b.{0,20}|\d+\s+(?:comments?|shares?|views?|likes?|kommentare|"
    r"komentarz\w*)|no comments|listen(?: to (?:this )?article)?|(?:word count|views?|просмотров)\s*:?\s*\d+)\W*$",
    re.I,
)
_RUBRIC: tuple[tuple[re.Pattern[str], ReportKind], ...] = (
    (
        re.compile(
            r"\W*(?:(?:guest\s+)?(?:opinions?|op-?eds?|editorial|commentar(?:y|ies)|comment|column|viewpoint|"
            r"perspectives?|kommentar|meinung|kolumne|leitartikel|tribune|opinión|opinione|editoriale|mnenie|opinia|"
            r"felieton|komentarz|мнени[ея]|колонка|думка|каментар))(?:\s*[|/:].{0,30})?\W*",
            re.I,
        ),
        "opinion",
    ),
    (
        re.compile(
            r"\W*(?:(?:press|news|media) (?:release|statement)|for immediate release|"
            r"pressemitteilung|communiqué de presse|komunikat prasowy|пресс-релиз)\W*",
            re.I,
        ),
        "release",
    ),
    (re.compile(r"\W*(?:live(?: updates?| ?blog)?|liveticker)\W*", re.I), "live"),
)


@dataclass(frozen=True, slots=True)
class Meta:
    """What one line says; empty fields where it does not."""

    published: Published | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    kind: ReportKind | None = None


def meta_of(line: str) -> Meta | None:
    """What the line says about the report; None where it is something else, a headline or a sentence."""
    if len(line) > 140:
        return None
    pieces = [piece for piece in _SPLIT.split(line) if piece.strip()]
    if len(pieces) < 2:
        return _piece(line)
    found = [_piece(piece) for piece in pieces]
    known = [meta for meta in found if meta is not None]
    others = sum(len(piece.split()) for piece, meta in zip(pieces, found, strict=True) if meta is None)
    if not known or others > 3:
        return None
    return Meta(
        published=next((meta.published for meta in known if meta.published), None),
        byline=next((meta.byline for meta in known if meta.byline), ()),
        outlet=next((meta.outlet for meta in known if meta.outlet), None),
        kind=next((meta.kind for meta in known if meta.kind), None),
    )


def is_outlet_name(words: str) -> bool:
    """True for a few words of which one names a medium: "The Norvik Observer", "Береговой вестник"."""
    return len(words.split()) <= 6 and len(words) < 50 and _MEDIUM.search(words) is not None


def names_on(line: str) -> tuple[str, ...]:
    """The people, where the line is nothing but people's names: "Ada Moor", "Ada Moor and Oskar Lind"."""
    pieces = [piece for piece in re.split(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\bи\b)\s*", line) if piece]
    return tuple(pieces) if 1 <= len(pieces) <= 5 and all(map(is_name_line, pieces)) else ()


def _piece(text: str) -> Meta | None:
    if _AGO.match(text) or _ASIDE.match(text):
        return Meta()
    kind = next((kind for pattern, kind in _RUBRIC if pattern.fullmatch(text)), None)
    if kind is not None:
        return Meta(kind=kind)
    bare = text.strip(" *_()[]")
    if (dated := _dated(bare)) is not None:
        return dated
    if BY.match(bare) and len(bare) < 120:
        return Meta(byline=_people(BY.sub("", bare)))
    return None


def _dated(text: str) -> Meta | None:
    """A date with nothing, a label, a byline or an outlet's name beside it."""
    words = _plain_time(_LABEL.sub("", text)).split()
    if not _YEAR.search(text) or len(words) > 22:
        return None
    for length in range(min(len(words), 9), 0, -1):
        for start in range(len(words) - length + 1):
            if not (_FIRST.match(words[start]) and _LAST.search(words[start + length - 1])):
                continue
            published = _moment(" ".join(words[start : start + length]))
            if published is not None and (published.precision != "month" or length == len(words)):
                before = _LINKING.sub("", _LABEL.sub("", " ".join(words[:start])))
                return _beside(published, before, _LINKING.sub("", " ".join(words[start + length :])))
    return None


def _beside(published: Published, before: str, after: str) -> Meta | None:
    """The date, with what stands before and after it."""
    if BY.match(after):
        return Meta(published=published, byline=_people(BY.sub("", after)))
    if after and not (_LABEL.match(after) or _AGO.match(after) or _ASIDE.match(after)):
        return None
    if BY.match(before):
        return Meta(published=published, byline=_people(BY.sub("", before)))
    if names := names_on(before):
        return Meta(published=published, byline=names)
    if is_outlet_name(before):
        return Meta(published=published, outlet=before)
    return Meta(published=published) if len(before.split()) <= 3 else None


def _people(raw: str) -> tuple[str, ...]:
    """The names; what follows the last name of a list, and one word beside full names, are a place or a desk."""
    bare = re.sub(r"(\b(?:and|und|et|y|и|oraz)\s+[^,]+),.*$", r"\1", _MORE.sub("", raw))
    names = tuple(name for name in names_in(bare) if not name.split()[0].islower() or name.startswith(("de ", "van ")))
    full = tuple(name for name in names if len(name.split()) > 1)
    return full or names


def _plain_time(text: str) -> str:
    """Times as other languages write them: 18h40, "14:05 Uhr", "o godz. 12:30", and a time before its date."""
    text = re.sub(r"\b(\d{1,2})h(\d{2})\b", r"\1:\2", text)
    text = re.sub(r"\s+Uhr\b|,?\s+(?:o godz\.?|à|alle|ore|a las|klo|kl\.?|um|в)\s+(?=\d)", " ", text)
    text = re.sub(r"\b1er\b", "1", text)
    found = re.match(r"(\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?)\s*,?\s+(?:on\s+)?(.*\b(?:19|20)\d\d)$", text, re.I)
    return f"{found[2]} {found[1]}" if found else text


def _moment(text: str) -> Published | None:
    if not _YEAR.search(text) or text.isdigit():
        return None
    parsed = parse_moment(text.strip(" ,;"))
    if parsed is None or parsed[1] not in ("second", "minute", "day", "month"):
        return None
    return Published(at=parsed[0], precision=parsed[1], basis="text")
