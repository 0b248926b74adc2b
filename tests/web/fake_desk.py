"""A desk made of literal nouns: what the real one answers, from invented reports, stories and sources."""

from __future__ import annotations

import re
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from fake_dossiers import FakeDossiers
from fake_people import FakePeople
from fake_reports import F_QUOTE, FINDINGS, FIRST, HOLM, MINE, MINE_EDITED, NOW, REPORTS, STATE_TV, span
from fake_sources import SOURCES
from fake_stories import MINE_ID, MINE_STORY, STORY, STORY_ID

from infostreamer.desk import Added, Judged, Preview, SearchHit, SearchPage, WhoPage
from infostreamer.desk.deciding import Deciding
from infostreamer.desk.decisions import words_of
from infostreamer.desk.logins import Asker
from infostreamer.desk.pieces import news_of_story
from infostreamer.desk.views import Told
from infostreamer.model import (
    OWNER,
    BadInput,
    CaughtUp,
    Change,
    Dossier,
    Failure,
    Judgement,
    Keep,
    NewsPage,
    NotFound,
    Span,
    content_id,
)
from infostreamer.settings import Settings

DOSSIER = Dossier(
    id=content_id("dossier", "varania"),
    slug="varania",
    title="Varania",
    question="Varania OR Ostreva",
    created_at=NOW,
    story_ids=(STORY_ID, "gone000000000000"),
    abstract=STORY.abstract,
    timeline=STORY.timeline,
    who=STORY.who,
    figures=STORY.figures,
)


GONE_ID = content_id("story", STATE_TV.id)
"""A story that was joined with the first one."""


def changes():
    rows = [
        ("story", STORY_ID, "added", None, ()),
        ("story", MINE_ID, "added", None, ()),
        ("story", STORY_ID, "new-report", "Kanal En reports it too.", (span(STATE_TV, STATE_TV.title),)),
        (
            "story",
            STORY_ID,
            "new-denial",
            "Goran Velt denies the extradition.",
            (span(STATE_TV, "denied on Tuesday that Ilen Marsk had been extradited."),),
        ),
    ]
    return [
        Change(
            noun=noun,
            id=id_,
            what=what,
            text=text,
            citations=cited,
            position=place,
            at=NOW - timedelta(hours=20 - place),
        )
        for place, (noun, id_, what, text, cited) in enumerate(rows, 1)
    ]


class FakeDesk(FakeDossiers, Deciding, FakePeople):
    """Answers like `infostreamer.desk.Desk`, from literals; what was posted is kept in `done`.

    What a decision would do is worked out by the real desk's code; making it moves no report.
    """

    def __init__(self, *, is_empty=False, seen=2):
        self.is_empty, self.seen = is_empty, seen
        self.store = SimpleNamespace(decides="all")
        self.log = [] if is_empty else changes()
        self.dossier_rows = {} if is_empty else {DOSSIER.slug: DOSSIER}
        self.stories_by_id = {} if is_empty else {STORY_ID: STORY, MINE_ID: MINE_STORY}
        self.reports_by_id = {} if is_empty else dict(REPORTS)
        self.source_rows = [] if is_empty else list(SOURCES)
        self.found = FINDINGS
        self.done = []
        self.own, self.before, self.kept = {}, None, []
        self.at_work = []
        self.settings = Settings()
        self.judged = []

    def asker(self, **_):
        return Asker(has_accounts=False)

    def access(self):
        return ()

    def has_accounts(self):
        return False

    def now(self):
        return NOW

    def moment(self):
        return nullcontext()

    def position(self):
        return len(self.log)

    def lag_lately(self):
        return ()

    def standing_at(self):
        return self.position(), None

    def seen_at(self, reader=OWNER):
        return self.log[self.seen - 1].at if 0 < self.seen <= len(self.log) else None

    def has_looked(self, reader=OWNER):
        return bool(self.seen or self.own)

    def news_of(self, reader, story_ids, *, since=None):
        after = since if isinstance(since, int) else None
        found = {}
        for story_id in story_ids:
            until = self.own.get(story_id, self.seen) if after is None else max(after, 1)
            told = self.changes(until, nouns=("story",), item=story_id)
            if story_id in self.stories_by_id:
                found[story_id] = news_of_story(self.stories_by_id[story_id], told, until=until)
        return found

    def news_ids(self, reader, story_ids, *, since=None):
        return {key for key, item in self.news_of(reader, story_ids, since=since).items() if item.state != "seen"}

    def news(self, reader=OWNER, *, since=None, query="", limit=50, offset=0):
        found = self.news_of(reader, list(self.stories_by_id), since=since).values()
        items = sorted((row for row in found if row.state != "seen"), key=lambda row: -row.position)
        return NewsPage(items=tuple(items[offset : offset + limit]), total=len(items), position=self.position())

    def seen_stories(self, reader=OWNER, *, limit=20, without=()):
        found = self.news_of(reader, [key for key in self.stories_by_id if key not in without]).values()
        return [row for row in found if row.state == "seen"][:limit]

    def saw(self, reader, positions):
        self.own.update({key: max(place, self.own.get(key, 0)) for key, place in positions.items()})
        self.done.append(("saw", dict(positions)))

    def unsaw(self, reader, story_id):
        self.own[story_id] = 0
        self.done.append(("unsaw", story_id))

    def caught_up(self, reader, position, query=""):
        self.before, self.seen = (self.seen, dict(self.own)), min(position, len(self.log))
        self.own = {}
        self.done.append(("seen", position))
        return "0d0"

    def uncaught(self, reader, undo):
        if undo != "0d0" or self.before is None:
            raise NotFound("There is nothing to take back.")
        (self.seen, self.own), self.before = self.before, None

    def last_caught_up(self, reader=OWNER):
        return CaughtUp(undo="0d0", at=NOW, position=self.seen) if self.before else None

    def keeps(self, reader=OWNER, kind=None):
        return [row for row in self.kept if kind in (None, row.kind)]

    def keep(self, reader, kind, item, *, until=None, span=None):
        self.kept.append(Keep(reader=reader.name, kind=kind, item=item, at=NOW, until=until, span=span))
        self.done.append(("keep", kind, item))

    def drop(self, reader, kind, item, *, span=None):
        self.kept = [row for row in self.kept if (row.kind, row.item) != (kind, item)]
        self.done.append(("drop", kind, item))

    def marks(self, reader=OWNER):
        return {"reader": reader.name, "caught_up": None, "seen": dict(self.own), "keeps": []}

    def story_revisions(self, story_id):
        return []

    def shares(self, *args, **how):
        return []

    def notes_on_report(self, report, *, reader=OWNER):
        return []

    def review_queue(self, *, story=None):
        return []

    def reviewed(self, story):
        return None

    def corrections(self, story):
        return []

    def notes_on_story(self, story, *, reader=OWNER):
        return []

    def holders(self):
        return self.at_work

    def watcher(self):
        return SimpleNamespace(wait=lambda timeout_s: not time.sleep(min(timeout_s, 0.05)), close=lambda: None)

    def muted_by(self, story_ids):
        muted = {keep.item: keep.reader for keep in self.kept if keep.kind == "mute"}
        return {one: frozenset([muted[f"story:{one}"]]) for one in story_ids if f"story:{one}" in muted}

    def forget_marks(self, reader):
        self.own, self.kept, self.seen = {}, [], 0

    def stories(self, *, limit=30, offset=0):
        return list(self.stories_by_id.values())[offset : offset + limit]

    def story(self, story_id):
        if story_id not in self.stories_by_id:
            raise NotFound(f"No story has the id {story_id!r}; `infostreamer stories` lists them.")
        return self.stories_by_id[story_id]

    def reports(self, ids):
        return {id_: self.reports_by_id[id_] for id_ in ids if id_ in self.reports_by_id}

    def report(self, report_id):
        near = [row for id_, row in self.reports_by_id.items() if len(report_id) >= 8 and id_.startswith(report_id)]
        if len(near) != 1:
            raise NotFound(f"No report has the id {report_id!r}; `infostreamer reports` lists them.")
        return near[0]

    def newest_reports(self, *, limit=30, before_seq=None):
        return list(reversed(self.reports_by_id.values()))[:limit]

    def newest_times(self, *, limit=300):
        return [one.published.at if one.published else one.fetched_at for one in self.newest_reports(limit=limit)]

    def findings(self, report_ids):
        return {id_: self.found.get(id_, ()) for id_ in report_ids}

    def story_of(self, report_id):
        return next((row.id for row in self.stories_by_id.values() if report_id in row.report_ids), None)

    def stories_of(self, report_ids):
        return {id_: story for id_ in report_ids if (story := self.story_of(id_)) is not None}

    def captures_of(self, reports):
        return []

    def versions(self, report_id):
        return [MINE, MINE_EDITED] if report_id in (MINE.id, MINE_EDITED.id) else [self.report(report_id)]

    def sources(self):
        return self.source_rows

    def source(self, key):
        for source, _, _ in self.source_rows:
            if key in (source.id, source.address, source.address.split("/")[2]):
                return source
        raise NotFound(f"No source is called {key!r}; `infostreamer sources` lists them.")

    def reports_of(self, source_id, *, limit=30):
        return [row for row in self.reports_by_id.values() if row.source_id == source_id][:limit]

    def undelivered(self, reader=None):
        return []

    def failures(self):
        if self.is_empty:
            return []
        return [
            Failure(
                item="https://upland.example/gone",
                stage="collect",
                error="The page answers 404.",
                source_id=SOURCES[2][0].id,
                at=NOW,
            )
        ]

    def changes(self, after=0, *, limit=200, nouns=None, item=None):
        rows = [row for row in self.log if row.position > after and (nouns is None or row.noun in nouns)]
        rows = [row for row in rows if item is None or row.id == item]
        return rows[:limit]

    def changes_of(self, story_id):
        return [row for row in self.log if row.noun == "story" and row.id == story_id and row.what != "updated"]

    def counts(self):
        return {
            "stories": len(self.stories_by_id),
            "failures": len(self.failures()),
            "reports": len(self.reports_by_id),
        }

    def commonplaces(self):
        return SearchPage(query="", total=0, hits=())

    def searches(self):
        return []

    def would_gather(self, question):
        return Preview(query=question, words=question, total=0, is_bounded=False, newest=())

    def search(self, query, *, limit=20, offset=0, **how):
        if query.count('"') % 2:
            raise BadInput("The phrase is not closed; write a second quotation mark.")
        hits = []
        for report in self.reports_by_id.values():
            found = [match.span() for match in re.finditer(re.escape(query), report.text, re.IGNORECASE)]
            if found:
                spans = tuple(Span(report.id, start, end) for start, end in found)
                hits.append(SearchHit(report=report, story_id=self.story_of(report.id), spans=spans))
        stories = tuple(self.stories_by_id.values())
        return SearchPage(query=query, total=len(hits), hits=tuple(hits[offset : offset + limit]), stories=stories)

    def who(self, who_id):
        named = [who for who in STORY.who if who.id == who_id and self.stories_by_id]
        if not named:
            raise NotFound(f"Nobody has the id {who_id!r}; `infostreamer who` lists people and organisations.")
        told = Told(report=FIRST, finding=F_QUOTE, story_id=STORY_ID, published=None, outlets=("North Wire",))
        by = (told,) if who_id == HOLM else ()
        return WhoPage(who=named[0], stories=(self.stories_by_id[STORY_ID],), stories_total=1, by=by)

    def decided_about(self, who_id):
        return []

    def _in_force(self, kind, items):
        return ()

    def _same_people(self):
        return {}

    def related(self, story, *, limit=6):
        others = [one for one in self.stories_by_id.values() if one.id != story.id]
        return [(one, ("Ilen Marsk",)) for one in others][:limit]

    def decide(self, decision, *, note=None, by=None, wait_s=None):
        place = len(self.judged)
        made = Judgement(
            id=f"00ded000000000{place:02}",
            kind=decision.kind,
            items=decision.items,
            note=note,
            by=by or "editor",
            made_at=NOW,
        )
        self.judged.append(made)
        self.done.append((decision.kind, decision.items, note, by))
        return made

    def undo(self, judgement_id, *, by=None, wait_s=None):
        for place, one in enumerate(self.judged):
            if one.id == judgement_id:
                self.judged[place] = replace(one, undone_at=NOW, undone_by=by or "editor")
                return self.judged[place]
        raise NotFound(f"No judgement has the id {judgement_id!r}; `infostreamer stories judgements` lists them.")

    def judgements(self, *, story=None):
        wanted = [one for one in self.judged if story is None or set(one.items) & set(story.report_ids)]
        names = {who.id: who.name for who in STORY.who}
        return [
            Judged(judgement=one, words=words_of(one, self.reports_by_id, names), story_ids=(STORY_ID,))
            for one in reversed(wanted)
        ]

    def moved_to(self, story_id):
        return STORY_ID if story_id == GONE_ID and self.stories_by_id else None

    def set_owner(self, key, owner, *, wait_s=None):
        self.done.append(("owner", key, owner))
        wanted = self.source(key)
        changed = replace(wanted, owner=owner or None)
        self.source_rows = [(changed if row[0] is wanted else row[0], *row[1:]) for row in self.source_rows]
        return changed

    def dossiers(self):
        return list(self.dossier_rows.values())

    def dossier_names(self):
        return self.dossiers()

    def dossiers_with(self, story_id):
        return [one for one in self.dossier_rows.values() if story_id in one.story_ids]

    def dossier(self, slug):
        if slug not in self.dossier_rows:
            raise NotFound(f"No dossier is called {slug!r}; `infostreamer dossiers` lists them.")
        return self.dossier_rows[slug]

    def add_dossier(self, title, question):
        if not title or not question:
            raise BadInput("A dossier needs a title and a question.")
        slug = re.sub(r"\W+", "-", title.lower()).strip("-")
        self.dossier_rows[slug] = Dossier(id=content_id("dossier", slug), slug=slug, title=title, question=question)
        return self.dossier_rows[slug]

    def remove_dossier(self, slug):
        self.done.append(("remove", slug))
        del self.dossier_rows[slug]

    def add(self, target):
        self.done.append(("add", target))
        if "bad" in target:
            raise BadInput("Neither a feed nor a page with links was found there; give the address of a feed.")
        return Added(sources=(SimpleNamespace(id="new"),))

    def refresh(self, key):
        self.done.append(("refresh", key))
        return self.source(key)

    def set_interval(self, key, every_s):
        self.done.append(("interval", key, every_s))
        return self.source(key)

    def set_paused(self, key, is_paused):
        self.done.append(("pause" if is_paused else "resume", key))
        return self.source(key)
