"""Parts + Capture -> Report: the one place where a report is put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from infostreamer.extract.parts import Parts
from infostreamer.model import BadInput, Capture, Image, Lead, Link, Published, Report, Unreadable
from infostreamer.model.capture import ENTRY_MIME
from infostreamer.text import clean_text, language_of, split_sentences
from infostreamer.text.moments import FIRST_YEAR, parse_moment
from infostreamer.text.urls import host_of, is_within_feed, normalise

_LONGEST_HEADLINE = 500
_AHEAD = timedelta(days=2)  # zones that were mistaken, and a clock that goes wrong


@dataclass(frozen=True, slots=True)
class _Place:
    address: str
    host: str | None
    elsewhere: str | None  # another host's address that the document names as its canonical one


def compose_report(capture: Capture, parts: Parts) -> Report:
    """The report: gaps filled from what the source announced, text joined, sentences cut, id made.

    Raises:
        Unreadable: neither a title nor a paragraph is left.
    """
    lead = capture.lead
    title = _headline(parts.title) or _headline(lead.title if lead else None)
    paragraphs = tuple(cleaned for paragraph in parts.paragraphs if (cleaned := _paragraph(paragraph)))
    if not paragraphs:
        raise Unreadable("No article text was found; the page may need a login or build its text with scripts.")
    text, body_start, spans = _join(title, paragraphs)
    place = _place(capture, parts.canonical)
    language = language_of(text) or _code(parts.language) or _code(lead.language if lead else None)
    return Report(
        id=Report.make_id(place.address, text),
        capture_id=capture.id,
        address=capture.address,
        canonical=place.address,
        host=place.host,
        outlet=_line(parts.outlet) or _line(capture.outlet),
        title=title,
        byline=_lines(parts.byline or _lead_byline(lead)),
        published=parts.published or lead_published(lead, fetched_at=capture.fetched_at),
        language=language,
        kind=parts.kind,
        text=text,
        body_start=body_start,
        paragraphs=spans,
        sentences=split_sentences(text, language),
        images=tuple(_image(image) for image in parts.images),
        links=_links(parts.links, place.address),
        modified=parts.modified,
        source_id=capture.source_id,
        via_outlet=lead.via_outlet if lead else None,
        via_address=(lead.via_address if lead else None) or place.elsewhere or _syndicated(parts, place),
        is_charset_guessed=parts.is_charset_guessed,
        fetched_at=capture.fetched_at,
    )


def lead_published(lead: Lead | None, *, fetched_at: datetime) -> Published | None:
    """What the feed says, with its UTC offset where it wrote one; None where it says nothing, or what cannot be: a day
    before the web (a template's 1970-01-01), a year of another calendar, a day that had not come when it was fetched.
    """
    if lead is None:
        return None
    parsed = parse_moment(lead.published_raw) if lead.published_raw else None
    if parsed is not None:
        found = Published(at=parsed[0], precision=parsed[1], basis="feed")
    elif lead.published is not None:
        found = Published(at=lead.published, basis="feed")
    else:
        return None
    return found if found.at.year >= FIRST_YEAR and found.at <= fetched_at + _AHEAD else None


def _lead_byline(lead: Lead | None) -> tuple[str, ...]:
    from infostreamer.extract.byline import names_in

    return names_in(lead.author, outlet=lead.via_outlet) if lead and lead.author else ()


def _line(raw: str | None) -> str | None:
    return " ".join(clean_text(raw).split()) or None if raw else None


def _headline(raw: str | None) -> str | None:
    """The line, as far as a headline goes: real ones have some 300 characters at most."""
    line = _line(raw)
    if line is None or len(line) <= _LONGEST_HEADLINE:
        return line
    return line[:_LONGEST_HEADLINE].rpartition(" ")[0] or line[:_LONGEST_HEADLINE]


def _lines(raw: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in raw if (line := _line(text)))


def _image(image: Image) -> Image:
    """The words beside a picture are shown as those of the report are, so they are cleaned like these."""
    return replace(
        image,
        credit=_line(image.credit),
        licence=_line(image.licence),
        caption=_line(image.caption),
        alt=_line(image.alt),
    )


def _paragraph(raw: str) -> str:
    """Lines trimmed, no blank line inside: a blank line is what separates paragraphs."""
    lines = (" ".join(line.split()) for line in clean_text(raw).splitlines())
    return "\n".join(line for line in lines if line)


def _join(title: str | None, paragraphs: tuple[str, ...]) -> tuple[str, int, tuple[tuple[int, int], ...]]:
    start = len(title) + 2 if title else 0
    spans: list[tuple[int, int]] = []
    position = start
    for paragraph in paragraphs:
        spans.append((position, position + len(paragraph)))
        position += len(paragraph) + 2
    body = "\n\n".join(paragraphs)
    return (f"{title}\n\n{body}" if title else body), start, tuple(spans)


def _place(capture: Capture, named: str | None) -> _Place:
    if capture.mime == ENTRY_MIME and is_within_feed(capture.address):
        return _Place(capture.address, host_of(capture.address), None)
    final = _normal(capture.final_address)
    claimed = _normal(named, base=capture.final_address) if named else None
    if final is None:
        return _Place(claimed, host_of(claimed), None) if claimed else _Place(capture.final_address, None, None)
    host = host_of(final)
    if claimed is None or _is_front_page(claimed, final):
        return _Place(final, host, None)
    if _are_related(host_of(claimed), host):
        return _Place(claimed, host_of(claimed), None)
    return _Place(final, host, claimed)  # nobody can put a new version under another outlet's address


def _normal(address: str | None, base: str | None = None) -> str | None:
    if not address or (base is None and not address.lower().startswith(("http://", "https://"))):
        return None
    try:
        return normalise(address, base if base and base.lower().startswith("http") else None)
    except BadInput:
        return None


def _syndicated(parts: Parts, place: _Place) -> str | None:
    """The address of the first publication, where the document names another host for it."""
    address = _normal(parts.syndicated, base=place.address) if parts.syndicated else None
    return address if address and not _are_related(host_of(address), place.host) else None


def _is_front_page(claimed: str, final: str) -> bool:
    """A canonical link to the front page, on a page that is not it, is a template's mistake."""
    return urlsplit(claimed).path in ("", "/") and urlsplit(final).path not in ("", "/")


def _are_related(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _code(declared: str | None) -> str | None:
    code = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None


def _links(links: tuple[Link, ...], own: str) -> tuple[Link, ...]:
    kept: dict[tuple[str, str], Link] = {}
    for link in links:
        address, words = _normal(link.address, base=own), _line(link.words)
        if address and words and address != own:
            kept.setdefault((address, words), Link(address, words))
    return tuple(kept.values())
