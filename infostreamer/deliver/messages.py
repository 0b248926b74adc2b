"""What an alert tells of one story -> the message for one channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from infostreamer.deliver.letter import Item, Letter, Quoted, Section, as_html, as_text
from infostreamer.deliver.quoting import Quotable
from infostreamer.deliver.sheet import Place
from infostreamer.deliver.wording import quotable_of, quoted_in
from infostreamer.model import Report, Span, content_id
from infostreamer.model.alert import KIND_OF, Alert, Channel, Cited, Firing
from infostreamer.model.edition import Edition
from infostreamer.text.when import published

MOST_MORE = 5
"""Facts told in one line each beneath the first one; what goes beyond is counted."""
SCHEMA = "infostreamer/alert/1"
_LONGEST_SUBJECT = 160
_BEFORE_QUOTED = ("bears out what one origin told",)


def edition_of(
    alert: Alert,
    channel: Channel,
    group: Sequence[Firing],
    reports: Mapping[str, Report],
    *,
    place: Place,
    quotable: Quotable,
    now: datetime,
) -> Edition:
    """The message that tells these facts of one story, the first in full.

    Args:
        alert: whose facts they are.
        channel: where it goes.
        group: at least one, the weightiest first.
        reports: those that the facts cite, by id.
        place: where the desk stands.
        quotable: what may be quoted of the reports of the story.
        now: when it is made.
    """
    brief = [one for firing in group[1:] for one in quoted_in(firing.text, firing.cited)]
    allowed = quotable_of([*group[0].cited, *brief], reports, quotable)
    letter = _letter(alert, group, reports, allowed, place)
    made = content_id("edition", alert.id, channel.kind, channel.to, *(firing.id for firing in group))
    return Edition(
        id=made,
        channel=channel.kind,
        to=channel.to,
        subject=letter.subject,
        text=as_text(letter),
        html=as_html(letter),
        data=_data(made, alert, group, allowed, place, now),
        of=f"alert:{alert.id}",
        reader=alert.reader,
        at=now,
        link=link_of(group[0], place),
        unsubscribe=unsubscribe_at(place, alert.key_of_mails) if channel.kind == "email" else None,
    )


def trial_edition(alert: Alert, channel: Channel, *, place: Place, now: datetime) -> Edition:
    """A message that says that it is a trial."""
    said = (
        f"This is a trial message of the alert “{alert.name}” at {place.desk}. Nothing happened. "
        f"Real messages come here when {_on(alert)}."
    )
    letter = Letter(
        subject=f"Trial of the alert “{alert.name}”", sections=(), intro=said, closing=(f"{place.site}/alerts",)
    )
    made = content_id("edition", "trial", alert.id, channel.kind, channel.to, now)
    data = {"schema": SCHEMA, "id": made, "is_test": True, "text": said, "alert": {"id": alert.id, "name": alert.name}}
    return Edition(
        id=made, channel=channel.kind, to=channel.to, subject=letter.subject, text=as_text(letter),
        html=as_html(letter), data=msgspec.json.encode({**data, "at": now, "firings": []}).decode(),
        of=f"alert:{alert.id}", reader=alert.reader, at=now, link=f"{place.site}/alerts", is_test=True,
        unsubscribe=unsubscribe_at(place, alert.key_of_mails) if channel.kind == "email" else None,
    )  # fmt: skip


def link_of(firing: Firing, place: Place) -> str:
    """The page of the desk that a firing leads to."""
    return f"{place.site}/s/{firing.story_id}" if firing.story_id else f"{place.site}/source/{firing.source_id}"


def unsubscribe_at(place: Place, key: str) -> str:
    """The page that ends the mails with this key."""
    return f"{place.site}/unsubscribe/{key}"


def _letter(
    alert: Alert, group: Sequence[Firing], reports: Mapping[str, Report], allowed: frozenset[Span], place: Place
) -> Letter:
    first, rest = group[0], group[1:]
    beyond = len(rest) - MOST_MORE
    words = f"{len(rest)} more" + (f", of which {MOST_MORE} are told here:" if beyond > 0 else ":")
    section = Section(
        heading=first.headline,
        state=first.state,
        link=link_of(first, place),
        items=(_item(first, reports, allowed),),
        more_words=words if rest else None,
        more=tuple(_item(one, reports, allowed) for one in rest[:MOST_MORE]),
    )
    title = KIND_OF[first.kind].title
    more = f" (and {len(rest)} more)" if rest else ""
    subject = f"{title}: {first.headline or first.text}"
    kept = subject if len(subject) <= _LONGEST_SUBJECT else subject[: _LONGEST_SUBJECT - 1].rstrip() + "…"
    return Letter(subject=kept + more, sections=(section,), closing=_closing(alert, place))


def _item(firing: Firing, reports: Mapping[str, Report], allowed: frozenset[Span]) -> Item:
    quoted = tuple(_quoted(one, reports, one.span in allowed) for one in firing.cited)
    said = " ".join(firing.text.split())
    is_said = any(one.words and " ".join(one.words.split()) == said for one in quoted)
    is_open = all(one.span in allowed for one in quoted_in(said, firing.cited))
    text = None if is_said else said if is_open else unquoted(firing.text)
    return Item(label=KIND_OF[firing.kind].title, text=text, quoted=quoted, why=firing.why)


def unquoted(text: str) -> str | None:
    """What a text says in words of its own before it quotes: "The Courier bears out what one origin told."."""
    told, mark, _ = " ".join(text.split()).partition(": “")
    return f"{told}." if mark and told.endswith(_BEFORE_QUOTED) else None


def _quoted(cited: Cited, reports: Mapping[str, Report], is_allowed: bool) -> Quoted:
    report = reports.get(cited.span.report_id)
    when = published(report.published) if report else None
    source = f"{cited.outlet}, {when.text}" if when else cited.outlet
    link = cited.link if is_allowed or cited.link is None else cited.link.partition("#")[0]
    return Quoted(words=cited.words if is_allowed else None, source=source, link=link)


def _closing(alert: Alert, place: Place) -> tuple[str, ...]:
    return (
        f"You get this because the alert “{alert.name}” is on {_kinds(alert)}{_about(alert)}.",
        f"Change or pause it: {place.site}/alerts",
    )


def _on(alert: Alert) -> str:
    return f"the alert fires, which is on {_kinds(alert)}{_about(alert)}"


def _kinds(alert: Alert) -> str:
    names = [KIND_OF[kind].title for kind in alert.kinds]
    lowered = [name[:1].lower() + name[1:] for name in names]
    return lowered[0] if len(lowered) == 1 else f"{', '.join(lowered[:-1])} and {lowered[-1]}"


def _about(alert: Alert) -> str:
    return "" if alert.is_wordless else f", in stories that match {alert.query}"


def _data(
    made: str, alert: Alert, group: Sequence[Firing], allowed: frozenset[Span], place: Place, now: datetime
) -> str:
    """The message as a JSON object, schema infostreamer/alert/1; documented in docs/reference/alerts.md."""
    value = {
        "schema": SCHEMA,
        "id": made,
        "is_test": False,
        "at": now,
        "alert": {"id": alert.id, "name": alert.name, "query": alert.query},
        "firings": [_firing_data(firing, allowed, place) for firing in group],
    }
    return msgspec.json.encode(value).decode()


def _firing_data(firing: Firing, allowed: frozenset[Span], place: Place) -> dict[str, Any]:
    is_open = all(one.span in allowed for one in quoted_in(firing.text, firing.cited))
    return {
        "id": firing.id,
        "kind": firing.kind,
        "at": firing.at,
        "text": firing.text if is_open else unquoted(firing.text),
        "why": firing.why,
        "story": {"id": firing.story_id, "headline": firing.headline, "state": firing.state}
        if firing.story_id
        else None,
        "source": firing.source_id,
        "link": link_of(firing, place),
        "cited": [_cited_data(one, one.span in allowed) for one in firing.cited],
    }


def _cited_data(cited: Cited, is_allowed: bool) -> dict[str, Any]:
    return {
        "outlet": cited.outlet,
        "words": cited.words if is_allowed else None,
        "report": cited.span.report_id,
        "start": cited.span.start,
        "end": cited.span.end,
        "link": cited.link if is_allowed or cited.link is None else cited.link.partition("#")[0],
    }
