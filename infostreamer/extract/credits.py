"""Caption and credit lines of a picture -> who made it, under which licence, and what it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from infostreamer.text.credit_forms import DESCRIBES

_LICENCE = re.compile(
    r"\b(?:CC0(?:\s+1\.0)?|CC[ -]BY(?:[ -](?:NC|SA|ND))*(?:[ -]?\d\.\d)?|GFDL|public\s+domain|"
    r"Creative\s+Commons(?:\s+Attribution)?(?:[\w -]*?\d\.\d)?|"
    r"Open\s+Government\s+Licen[cs]e(?:\s+v?\d\.\d)?)(?![\w.]*\w)",
    re.I,
)
_LABEL = re.compile(
    r"(?:photo(?:graph|s)?|picture|image|fotos?|bild|credits?|quelle|source|copyright|attribution|illustration|"
    r"photographie|crédit|ảnh|fotoğraf|写真|사진(?:\s*출처)?|imagen|zdjęcie|фото|grafik|video)"
    r"(?:\s+(?:credits?|by|von|de|courtesy(?:\s+of)?|source))?\s*[:/=＝]\s*|^(?:photo|picture|photograph|image|foto|"
    r"bild)s?\s+(?:by|von|de|courtesy of)\s+|^fot\.\s*|(?:©|\(c\)\s)\s*(?:copyright\s+)?(?:20\d\d\s+)?",
    re.I,
)
_PAREN = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\s*\.?\s*$")
_AGENCY = re.compile(
    r"\b(?:getty(?:\s+images)?|reuters|afp|associated press|ap(?:\s+photo)?|dpa|epa|epa-efe|picture[- ]alliance|"
    r"imago(?:\s?images)?|shutterstock|i?stock(?:photo)?|keystone|ansa|efe|xinhua|tass|anadolu|"
    r"wikimedia(?:\s+commons)?|flickr|unsplash|pexels|pixabay|alamy|bloomberg|apa|ritzau|ntb|tt|pa(?:\s+(?:wire|"
    r"media|images))?|handout|kyodo|yonhap|zuma|sipa|nurphoto|photo|images|press|pool|agency|via)\b",
    re.I,
)


_SLASH = re.compile(r"\s(?:[/|•]|[-–—](?=\s*(?:foto|photo)))\s*([^/|]{3,60}?)\s*$")
_EQUALS = re.compile(r"[＝=]\s*([^＝=]{2,30})$")
_AFTER = re.compile(r"(?<=\w\w[.!?])[\"”’»]?\s+((?:[^\s.!?,:;]+\s?){1,3})$")
"""One to three words after the caption's last full stop."""
_WIRE = re.compile(r"\s((?:REUTERS|AFP|EPA|AP)(?:/[\w .'’-]+)+)$")
_FILE = re.compile(r"^file (?:photo|picture|image)\s*[:–—-]\s*", re.I)
_ASIDE = re.compile(
    r"^(?:l|r|m|links|rechts|mitte|left|right|cent(?:re|er)|archives?|archivbild|archiv|symbolbild|file|pictured|above|"
    r"below)\W*$",
    re.I,
)


_BY_WHOM = re.compile(
    r"[—–-]?\s*\b(?:photo|picture|image|foto|illustration)s? (?:by|courtesy of|von|di|par)\s+(?=[A-Z])", re.I
)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What a caption line says; each None where it does not."""

    caption: str | None
    credit: str | None
    licence: str | None


def read_credit(line: str) -> CreditLine:
    """The line taken apart. "Photo: A. Example / CC BY 4.0", "… (Agency/A. Example)", "X/CC BY 4.0 ATTRIBUTION: Y"."""
    text = _FILE.sub("", " ".join(line.split()))
    licence = _LICENCE.search(text)
    name = tidy_licence(licence.group()) if licence else None
    label = _last(_LABEL, text) or _last(_BY_WHOM, text)
    if label is not None:
        credit = _without_licence(text[label.end() :])
        if licence is None and not text[: label.start()].strip() and DESCRIBES.match(credit):
            return CreditLine(credit, None, None)
        return CreditLine(_caption(text[: label.start()], licence), credit or None, name)
    if _is_agency_only(text):
        return CreditLine(None, _without_licence(text) or None, name)
    tail = (
        _WIRE.search(text) or _PAREN.search(text) or _SLASH.search(text) or _EQUALS.search(text) or _AFTER.search(text)
    )
    if tail and (_AGENCY.search(tail[1]) or licence or _is_maker(tail[1])):
        return CreditLine(_or_none(text[: tail.start()]), _without_licence(tail[1]) or None, name)
    if licence:
        return CreditLine(None, _without_licence(text) or None, name)
    return CreditLine(_or_none(text), None, None)


def read_marked(text: str) -> CreditLine:
    """The credit in a text that the page itself marks as one: no part of it is a caption."""
    licence = _LICENCE.search(text)
    credit = _without_licence(" / ".join(filter(None, (tidy_credit(part) for part in text.split(" / ")))))
    return CreditLine(None, credit or None, tidy_licence(licence.group()) if licence else None)


def tidy_licence(raw: str) -> str:
    """The licence in one spelling: "CC BY-SA 4.0"."""
    text = " ".join(raw.split())
    found = re.fullmatch(r"CC[ -]BY((?:[ -](?:NC|SA|ND))*)[ -]?(\d\.\d)?", text, re.I)
    if found is None:
        return text
    parts = re.sub(r"[ -]+", "-", found[1]).upper()
    return f"CC BY{parts}" + (f" {found[2]}" if found[2] else "")


def tidy_credit(raw: str) -> str | None:
    """A credit without its label; a shouted host name in lower case but for its first letter ("Kremlin.ru")."""
    text = _LABEL.sub("", " ".join(raw.split()), count=1).strip(" .,;:/|-–—()[]\u200b")
    if text.count("(") == text.count(")") + 1:
        text += ")"
    if re.fullmatch(r"[A-Z0-9-]+(?:\.[A-Z]{2,12})+", text):
        text = text.capitalize()
    return text or None


_RIGHTS = re.compile(
    r"\ball rights reserved\b|\bdesigned by\b|\.(?:jpe?g|png|gif|webp)\b|"
    r"^(?:watch|image|photo|video|gallery|licen[cs]e)s?$|^photos?\s*\+\s*videos?$",
    re.I,
)
"""A site's own notice, the address of a picture, or a label: nobody's credit."""
_LEAD = re.compile(
    r"^(?:(?:image|photo|picture)s?\s+(?:copyright|credits?|source|via|by|courtesy\s+of)[\s,:]+|credit\.{3}\s*|by\s+)(?=[\w@])",
    re.I,
)
_SHOULD_READ = re.compile(r"\s*\)?\s*\(photo credit should read.*$", re.I)
_GLUED = re.compile(r"(?<=[a-z])[.](?=[A-Z][^.]{2,60}$)")
_SAYING = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|which|who|where|that|shows?|seen|left|right|after|during)\b"
)
_MOST_WORDS = 8


def part_credit(raw: str) -> tuple[str | None, str | None]:
    """What a text marked as a credit says of the picture, and whom it credits; each None where it does not."""
    text = _SHOULD_READ.sub("", _LEAD.sub("", raw.strip()))
    glued = _GLUED.search(text)
    if glued is not None and _is_told(text[: glued.start()]) and _is_maker(text[glued.end() :]):
        return text[: glued.end()], text[glued.end() :]
    if _is_told(text):
        return text, None
    return None, (None if _RIGHTS.search(text) else text.strip(" ,;") or None)


def _is_told(text: str) -> bool:
    """True for a sentence about the picture: more words than a name has, most of them small, with a verb among them."""
    words = text.split()
    small = sum(word[0].islower() for word in words)
    return len(words) >= _MOST_WORDS and small * 2 >= len(words) and _SAYING.search(text) is not None


def is_credit_line(line: str) -> bool:
    """True for a line that is nothing but a picture's credit."""
    text = " ".join(line.split())
    if not 3 <= len(text) <= (300 if _FILE.match(text) else 160):
        return False
    if _is_agency_only(text) or _FILE.match(text):
        return True
    label = _LABEL.match(text)
    if label is not None and DESCRIBES.match(text, label.end()) and not _LICENCE.search(text):
        return False
    shouted = (
        text.isupper()
        and len(text.split()) > 1
        and bool(_LABEL.search(text) or _LICENCE.search(text) or _AGENCY.search(text))
    )
    return (
        label is not None
        or shouted
        or (_LICENCE.search(text) is not None and len(text) < 100 and not text.endswith("."))
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def _without_licence(text: str) -> str:
    bare = re.sub(r"(?:\s*,){2,}", ",", _LICENCE.sub(" ", text))
    return tidy_credit(bare.strip(" /,;()[]")) or ""


def _caption(before: str, licence: re.Match[str] | None) -> str | None:
    """What stands before the label is a caption only if it is a sentence and not the archive's name."""
    text = before.strip(" (|[/-–—")
    if (licence is not None and licence.start() < len(before)) or (text.isupper() and len(text) < 60):
        return None
    return text or None


def _or_none(text: str) -> str | None:
    return text.strip() or None


def _is_agency_only(text: str) -> bool:
    """ "Press Office/Handout via Agency": makers and ways, and no sentence."""
    is_way = "/" in text or " via " in text
    return is_way and len(text) < 80 and _AGENCY.search(text) is not None and _is_maker(text)


def _is_maker(text: str) -> bool:
    """A few words, each with a capital or a slash, are who made the picture and no remark about it."""
    words = text.replace("/", " / ").split()
    if not words or len(words) > 8 or _ASIDE.match(text) or any(char.isdigit() for char in text):
        return False
    small = {"/", "via", "for", "of", "the", "de", "van", "von", "and", "und", "y", "&", "|", "-"}
    return all(word[0].isupper() or word in small or not word[0].isascii() for word in words)
