"""What a reader's alerts fired on -> a feed, each entry with its sentences and where the story stands."""

from __future__ import annotations

from collections.abc import Mapping

from infostreamer.deliver.feeds import Entry, Feed
from infostreamer.deliver.gathering import quotable_in
from infostreamer.deliver.markup import escaped, link, tag
from infostreamer.deliver.messages import link_of
from infostreamer.deliver.quoting import Quotable
from infostreamer.deliver.sheet import WITHHELD, Place
from infostreamer.deliver.wording import quotable_of, quoted_in
from infostreamer.desk import Desk
from infostreamer.model import OWNER, Reader, Report, Span
from infostreamer.model.alert import KIND_OF, Cited, Firing

MOST = 60
_LONGEST = 140  # characters of a title


def feed_of_alerts(desk: Desk, place: Place, *, reader: Reader = OWNER) -> Feed:
    """What the reader's alerts fired on, the newest first."""
    names = {alert.id: alert.name for alert in desk.alerts(reader)}
    firings = desk.firings(reader=reader, limit=MOST)
    reports, allowed = quotable_in(desk, firings)
    return Feed(
        id=f"urn:infostreamer:alerts:{reader.name}",
        title=f"Alerts – {place.desk}",
        subtitle="Changes of facts, each with the sentence it rests on.",
        address=f"{place.site}/alerts",
        own=f"{place.site}/feeds/alerts",
        author=place.desk,
        entries=tuple(_entry(one, names.get(one.alert_id, ""), place, reports, allowed) for one in firings),
    )


def _entry(firing: Firing, alert: str, place: Place, reports: Mapping[str, Report], quotable: Quotable) -> Entry:
    allowed = quotable_of(firing.cited, reports, quotable)
    text = firing.text if all(one.span in allowed for one in quoted_in(firing.text, firing.cited)) else WITHHELD
    title = f"{KIND_OF[firing.kind].title}: {text if text != WITHHELD else firing.headline or WITHHELD}"
    quotes = [(one, one.words if one.span in allowed else WITHHELD) for one in firing.cited]
    report = reports.get(firing.cited[0].span.report_id) if firing.cited else None
    return Entry(
        id=f"urn:infostreamer:firing:{firing.id}",
        title=title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…",
        address=link_of(firing, place),
        html=_html(firing, text, quotes, allowed),
        text=_text(firing, text, quotes),
        published=firing.at,
        updated=firing.at,
        language=report.language if report else None,
        categories=(alert,) if alert else (),
        related=tuple(dict.fromkeys(one.link for one in firing.cited if one.link and one.span in allowed)),
    )


def _html(firing: Firing, text: str, quotes: list[tuple[Cited, str]], allowed: frozenset[Span]) -> str:
    parts = [tag("p", text)]
    for one, words in quotes:
        source = link(one.link, one.outlet) if one.link and one.span in allowed else escaped(one.outlet)
        parts.append(f"<blockquote>{escaped(words)}<br/>– {source}</blockquote>")
    parts += [tag("p", line) for line in (firing.headline, firing.state, f"Why: {firing.why}") if line]
    return "".join(parts)


def _text(firing: Firing, text: str, quotes: list[tuple[Cited, str]]) -> str:
    lines = [text, *(f"“{' '.join(words.split())}” – {one.outlet}" for one, words in quotes)]
    return "\n".join([*lines, *(line for line in (firing.headline, firing.state, f"Why: {firing.why}") if line)])
