"""Feed entry -> parts, where the feed carries the text and the page cannot be had."""

from __future__ import annotations

from datetime import datetime

from infostreamer.extract.boilerplate import drop_boilerplate
from infostreamer.extract.byline import names_in
from infostreamer.extract.compose import compose_report, lead_published
from infostreamer.extract.fragment import read_fragment
from infostreamer.extract.kinds import kind_of
from infostreamer.extract.parts import Parts
from infostreamer.extract.sniff import form_of
from infostreamer.model import Capture, IntegrityError, Lead, Report, Unreadable, decode


class EntryReader:
    """Reads captures whose body is a Lead as JSON."""

    name = "entry"

    def fits(self, capture: Capture) -> bool:
        """True for captures that collect made of a feed entry."""
        return form_of(capture) == "entry"

    def read(self, capture: Capture) -> Report:
        """The report in the entry.

        Raises:
            Unreadable: not a Lead, or an entry without a text.
        """
        try:
            lead = decode(capture.body, Lead)
        except IntegrityError as error:
            raise Unreadable("The stored feed entry cannot be read; refresh its source to take it again.") from error
        return compose_report(capture, parts_of_lead(lead, fetched_at=capture.fetched_at))


def parts_of_lead(lead: Lead, *, fetched_at: datetime) -> Parts:
    """What the feed says about its entry."""
    paragraphs, images, links = read_fragment(lead.content or lead.summary or "")
    return Parts(
        title=lead.title,
        paragraphs=drop_boilerplate(paragraphs, titles=(lead.title or "",)),
        byline=names_in(lead.author) if lead.author else (),
        published=lead_published(lead, fetched_at=fetched_at),
        modified=lead.updated,
        language=lead.language,
        kind=kind_of(types=set(), section=None, address=lead.address, title=lead.title),
        images=images,
        links=links,
        canonical=lead.address,
    )
