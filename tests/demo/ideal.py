"""A desk that read the wire without a mistake, written down by hand: what the claims are compared with."""

from infostreamer.demo import articles
from infostreamer.model import (
    Contested,
    Credit,
    Date,
    FigureSeries,
    FigureVersion,
    Finding,
    Image,
    Line,
    Member,
    Published,
    Quote,
    Report,
    Side,
    Span,
    Story,
)

ROLES = {"newsrill.example": "rewrites"}


def ideal_reports():
    """name -> its versions as perfectly extracted reports."""
    found, seq = {}, 0
    for article in articles():
        for version in article.versions:
            seq += 1
            found.setdefault(article.name, []).append(_report(article, version, seq))
    return found


def _report(article, version, seq):
    paragraphs = [words.removeprefix("> ") for words in version.paragraphs]
    text = "\n\n".join([version.title, *paragraphs])
    ranges, start = [], 0
    for words in (version.title, *paragraphs):
        ranges.append((start, start + len(words)))
        start += len(words) + 2
    picture = article.picture
    return Report(
        id=Report.make_id(article.address, text),
        capture_id=f"capture-{seq}",
        address=article.address,
        canonical=article.address,
        host=article.outlet.host,
        outlet=article.outlet.name,
        title=version.title,
        byline=article.byline,
        published=Published(at=article.published),
        language=article.outlet.language,
        kind=article.kind,
        text=text,
        body_start=len(version.title) + 2,
        paragraphs=tuple(ranges[1:]),
        sentences=tuple(ranges),
        images=(Image(credit=picture.credit, licence=picture.licence),) if picture else (),
        owner=article.outlet.owner,
        seq=seq,
    )


def ideal_findings(reports):
    """report id -> the findings that the claims ask for."""
    asked = [
        ("longquay-chair", "The purpose of such", "holds the camera.", Quote(speaker="Rasa Tolvydė")),
        ("open-detained", "My husband Danil", "on a plane.", Quote(speaker="@marta_ostrevko")),
        ("corran-seeks-return", "on Monday", "on Monday", Date(value="2026-11-09")),
        *((f"newsrill-{end}", "Original source:", ".example", _original()) for end in ("detained", "tv", "charged")),
    ]
    found = {}
    for name, first, last, payload in asked:
        report = reports[name][-1]
        start = report.text.index(first)
        end = report.text.index(last, start) + len(last)
        finding = Finding.of(report.id, ((start, end),), payload, maker="ideal/1", confidence=1.0)
        found.setdefault(report.id, []).append(finding)
    return found


def _original():
    return Credit(to="openvarania.example", type="original")


def ideal_stories(reports):
    """One story per happening, one origin per owner, releases and agencies joined to their prints."""
    groups = {}
    for article in articles():
        groups.setdefault(article.happening, []).append(article)
    return [_story(happening, found, reports) for happening, found in sorted(groups.items())]


def _story(happening, found, reports):
    members = [(article, report) for article in found for report in reports[article.name]]
    origins = {}
    for article, report in members:
        key = article.agency or article.original or article.outlet.owner
        key = "Corran" if key == "Corran Agency Trust" else key
        origins.setdefault("release" if happening == "bank-rate" else key, []).append(report.id)
    title = members[0][1]
    return Story(
        id=happening,
        headline=Line(
            text=title.title,
            kind="headline",
            citations=(Span(title.id, 0, len(title.title)),),
            maker="ideal/1",
            check="verified",
        ),
        members=tuple(
            Member(report_id=report.id, role=ROLES.get(article.outlet.host, "first-hand"), outlet=report.outlet)
            for article, report in members
        ),
        origins=tuple(map(tuple, origins.values())),
        independent=1,
        figures=tuple(_series(happening, reports)),
        contested=tuple(_contested(happening, reports)),
    )


def _series(happening, reports):
    values = {
        "ostrevko": [("varpress-160", 160), ("courier-tarasun-170", 170), ("vst-200", 200)],
        "hruva-mine": [("hruva-first", 4), ("hruva-corran", 6), ("courier-hruva", 9), ("herald-toll-eleven", 11)],
    }
    if happening in values:
        versions = [_figure(reports[name][-1], value) for name, value in values[happening]]
        yield FigureSeries(of="people", unit=None, versions=tuple(versions), is_differing=True)


def _figure(report, value):
    return FigureVersion(
        report_id=report.id,
        outlet=report.outlet,
        value=value,
        high=None,
        unit=None,
        hedge=None,
        bound="exact",
        as_of=None,
        speaker=None,
        words=str(value),
        citation=Span(report.id, 0, 1),
    )


def _contested(happening, reports):
    denials = {"ostrevko": ("corran-tv", "No pressure"), "hruva-mine": ("open-sensors", "Hruvaugol denied")}
    if happening in denials:
        name, words = denials[happening]
        report = reports[name][-1]
        start = report.text.index(words)
        side = Side(who=None, says=words, citations=(Span(report.id, start, start + len(words)),), stance="denies")
        yield Contested(about=happening, sides=(side,))
