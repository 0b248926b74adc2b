"""The part of a fake desk that dossiers, timelines and figures ask: the real desk's code over stories from literals."""

from __future__ import annotations

from infostreamer.desk.chronicle import told_by
from infostreamer.desk.dossiers import DossierView
from infostreamer.desk.places import places_of


class FakeDossiers:
    """Answers from `stories_by_id`, `dossier_rows` and `log`; nothing is kept from the past."""

    def dossier_view(self, slug, at=None):
        return DossierView(dossier=self.dossier(slug), now=at or self.now(), at=at)

    def dossier_stories(self, view, *, limit, offset=0):
        ids = view.dossier.story_ids[offset : offset + limit]
        return [self.stories_by_id[story_id] for story_id in ids if story_id in self.stories_by_id]

    def dossier_places(self, view, *, limit, most=None):
        return places_of(self.dossier_stories(view, limit=limit), most=most)

    def dossier_changes(self, view, *, limit=5):
        return [one for one in reversed(self.log) if one.id in view.dossier.story_ids and one.text][:limit]

    def stories_holding(self, report_ids):
        wanted = set(report_ids)
        held = [(report_id, story) for story in self.stories_by_id.values() for report_id in story.report_ids]
        return {report_id: story for report_id, story in held if report_id in wanted}

    def told(self, story_ids=None):
        return [told_by(story) for story in self.stories_by_id.values() if story_ids is None or story.id in story_ids]

    def told_newest(self):
        return None

    def figures(self, story_ids=None):
        return [one for told in self.told(story_ids) for one in told.figures]

    def remembers_since(self):
        return None
