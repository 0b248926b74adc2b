"""What a reader keeps of a dossier, a person, an organisation or a source: followed, muted."""

from __future__ import annotations

from infostreamer.desk import Desk
from infostreamer.model import PUBLIC, Reader
from infostreamer.web.parts.news import Kept, kept_by_item


def item_kept(desk: Desk, item: str, reader: Reader) -> Kept | None:
    """How the reader keeps "dossier:SLUG", "who:ID" or "source:ID"; None for whoever reads without a login."""
    return None if reader == PUBLIC else kept_by_item(desk.keeps(reader)).get(item, Kept())
