"""Names in other languages than English: read by `text.abroad`, places put on the map by their English name."""

from __future__ import annotations

from dataclasses import replace

from infostreamer.model import Finding, Location, Name, Report, content_id, fold
from infostreamer.text.abroad.joining import joined
from infostreamer.text.abroad.reading import read_sentences
from infostreamer.text.abroad.spellings import joined_spellings
from infostreamer.text.abroad.tongue import LANGUAGES as LISTED
from infostreamer.text.abroad.towns import english_name
from infostreamer.text.gazetteer import country_code, locate
from infostreamer.text.mention import Mention
from infostreamer.text.runs import read_sentence

__all__ = ["LATIN", "LISTED", "names_abroad"]

LATIN = ("fr", "es", "it", "pt", "nl", "tr", "sv", "no", "da", "fi", "ro", "hu", "lt", "lv", "et", "hr", "bs", "sq")
"""Languages in Latin script without a list: only names that the English lists make all but sure, less confident."""
_SURE = {"person": 88, "organisation": 95, "place": 92}
_UNLISTED = 0.7  # of the confidence that the same rule has in English


def names_abroad(report: Report, maker: str) -> list[Finding]:
    """Name findings in order; authors, photographers and the outlet itself are left out."""
    code = report.language or ""
    if code in LATIN:
        return _latin(report, maker)
    mentions = joined(read_sentences(report.text, report.sentences, code), code)
    mentions = joined_spellings(report.text, mentions)
    kept = [mention for mention in mentions if not _is_maker(report, mention)]
    english = {each.canonical: english_name(each.canonical, code) for each in kept if each.type == "place"}
    countries = sorted({iso for name in english.values() if name and (iso := country_code(name))})
    places = {name: locate(known, countries) if known else None for name, known in english.items()}
    return [_finding(report, mention, maker, places.get(mention.canonical)) for mention in kept]


def _latin(report: Report, maker: str) -> list[Finding]:
    """Given name and surname, known bodies and certain places."""
    mentions = (mention for span in report.sentences for mention in read_sentence(report.text, *span))
    sure = (each for each in mentions if each.is_sure and each.score >= _SURE.get(each.type, 101))
    kept = [replace(each, role=None, score=int(each.score * _UNLISTED)) for each in sure if not _is_maker(report, each)]
    return [_finding(report, each, maker, locate(each.canonical) if each.type == "place" else None) for each in kept]


def _finding(report: Report, mention: Mention, maker: str, location: Location | None) -> Finding:
    role = " ".join(report.text[slice(*mention.role)].split()) if mention.role else None
    payload = Name(
        type=mention.type,  # type: ignore[arg-type]
        canonical=mention.canonical,
        role=role,
        who=content_id("who", mention.type, fold(mention.canonical)),
        location=location if mention.type == "place" else None,
    )
    return Finding.of(report.id, ((mention.start, mention.end),), payload, maker=maker, confidence=mention.score / 100)


def _is_maker(report: Report, mention: Mention) -> bool:
    """True for the report's authors, its photographers and its outlet."""
    makers = [fold(maker) for maker in (*report.byline, *(image.credit for image in report.images if image.credit))]
    name = fold(mention.canonical)
    if report.outlet and name == fold(report.outlet):
        return True
    return mention.type == "person" and any(name in maker for maker in makers)
