"""A desk made of literal nouns: one invented story with every section, a second one, and sources in every state."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from infostreamer.desk import Added, SearchHit, SearchPage, WhoPage
from infostreamer.model import (
    BadInput,
    Change,
    Contested,
    Date,
    Dossier,
    Edge,
    Event,
    Evidence,
    Failure,
    Figure,
    FigureSeries,
    FigureVersion,
    Finding,
    Image,
    Line,
    Link,
    Member,
    Moment,
    Name,
    NotFound,
    Published,
    Quote,
    Report,
    Side,
    Source,
    SourceHealth,
    Span,
    Statement,
    Story,
    Who,
    content_id,
)

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def make_report(host, outlet, title, paragraphs, *, at, path="story", byline=(), language="en", **more):
    """A report whose sentences end at a full stop followed by a space, or at a closing mark."""
    text = title + "\n\n" + "\n\n".join(paragraphs)
    blocks, position = [], len(title) + 2
    for paragraph in paragraphs:
        blocks.append((position, position + len(paragraph)))
        position += len(paragraph) + 2
    sentences = [(0, len(title))]
    for start, end in blocks:
        ends = [start + found.end() for found in re.finditer(r"[.!?][”\"]?(?=\s)", text[start:end])] + [end]
        at_ = start
        for stop in ends:
            sentences.append((at_, stop))
            at_ = min(stop + 1, end)
    address = f"https://{host}/{path}"
    return Report(
        id=Report.make_id(address, text),
        capture_id=content_id("capture", address, text),
        address=address,
        canonical=address,
        host=host,
        outlet=outlet,
        title=title,
        byline=byline,
        published=Published(at=at, precision="minute", basis="feed") if at else None,
        language=language,
        kind="report",
        text=text,
        body_start=len(title) + 2,
        paragraphs=tuple(blocks),
        sentences=tuple(pair for pair in sentences if pair[0] < pair[1]),
        fetched_at=(at or NOW) + timedelta(minutes=4),
        **more,
    )


def span(report, words):
    start = report.text.index(words)
    return Span(report.id, start, start + len(words))


def line(text, kind, *spans, label=None, check="verified", findings=()):
    return Line(
        text=text, kind=kind, citations=spans, maker="extractive/1", check=check, label=label, finding_ids=findings
    )


FIRST = make_report(
    "north-wire.example",
    "North Wire",
    "Harbour pilot Ilen Marsk extradited to Varania from Thailand",
    [
        "OSTREVA, 17 Nov — The harbour pilot Ilen Marsk, who had lived abroad since 2021, was "
        "handed over to Varania on "
        "Monday after eleven weeks in a Bangkok detention centre, his lawyer said.",
        "“Nobody told him where the plane was going. He understood it only when he heard the language on the "
        "runway,” said Tessa Holm, the lawyer who visited him in October.",
        "Marsk had organised a 2020 walkout of about 160 port workers. The Interior Ministry calls "
        "the walkout an act of "
        "sabotage.",
        "Two neighbours said he may have been followed for weeks before the arrest.",
    ],
    at=datetime(2026, 11, 17, 6, 40, tzinfo=UTC),
    byline=("Rena Aldous",),
    images=(
        Image(
            address="https://north-wire.example/i/1.jpg",
            credit="Pavel Ostrin / North Wire",
            licence="CC BY 4.0",
            caption="The Ostreva container port in 2020.",
        ),
    ),
    links=(Link("https://north-wire.example/archive", "archive"),),
)
COPY = make_report(
    "daily-post.example",
    "Daily Post",
    "Port strike leader flown home from Bangkok",
    [
        "The harbour pilot Ilen Marsk, who had lived abroad since 2021, was handed over to Varania on Monday after "
        "eleven weeks in a Bangkok detention centre, North Wire reported.",
        "Original source: north-wire.example",
    ],
    at=datetime(2026, 11, 17, 9, 5, tzinfo=UTC),
)
STATE_TV = make_report(
    "kanal-en.example",
    "Kanal En",
    "Ministry: former pilot returned of his own free will",
    [
        "Interior Minister Goran Velt denied on Tuesday that Ilen Marsk had been extradited. “He "
        "asked to come home, and "
        "we bought him a ticket,” Velt told state television.",
        "Velt said more than 200 people had taken part in the 2020 walkout.",
    ],
    at=datetime(2026, 11, 18, 17, 20, tzinfo=UTC),
)
REWRITE = make_report(
    "swiftnews.example",
    "Swiftnews",
    "Pilot’s return: what we know",
    [
        "A Varanian harbour pilot is back in the country. Reports differ on how he got there.",
        "A columnist writes that the case shows how far the ministry now reaches.",
    ],
    at=datetime(2026, 11, 18, 21, 2, tzinfo=UTC),
)
OTHER_TONGUE = make_report(
    "vestka.example",
    "Вестка",
    "Лоцмана Илена Марска вернули в страну",
    ["Лоцман Илен Марск находится в следственном изоляторе столицы. Об этом сообщила его сестра."],
    at=datetime(2026, 11, 19, 5, 15, tzinfo=UTC),
    language="ru",
)
MINE = make_report(
    "upland.example",
    "Upland Courier",
    "Three miners missing after roof fall at Tarn pit",
    [
        "Three miners were missing on Thursday after a roof fall at the Tarn pit, the operator "
        "said. Rescue teams reached "
        "the lower gallery at noon."
    ],
    at=datetime(2026, 11, 19, 13, 0, tzinfo=UTC),
)
MINE_EDITED = make_report(
    "upland.example",
    "Upland Courier",
    "Three miners missing after roof fall at Tarn pit",
    [
        "Two miners were missing on Thursday after a roof fall at the Tarn pit, the operator said. "
        "Rescue teams reached "
        "the lower gallery at noon."
    ],
    at=datetime(2026, 11, 19, 13, 0, tzinfo=UTC),
    previous_id=MINE.id,
    source_id="5ou4ce0000000003",
)

QUOTE_WORDS = (
    "Nobody told him where the plane was going. He understood it only when he heard the language on the runway,"
)
_QUOTE = span(FIRST, QUOTE_WORDS)
_EVENT = span(FIRST, "was handed over to Varania on Monday")


def _finding(report, words, payload, maker, confidence=0.9):
    found = span(report, words)
    return Finding.of(report.id, ((found.start, found.end),), payload, maker=maker, confidence=confidence)


HOLM, VELT, MARSK = (content_id("who", name) for name in ("holm", "velt", "marsk"))
F_QUOTE = _finding(FIRST, QUOTE_WORDS, Quote(speaker="Tessa Holm", who=HOLM, cue="said", date="2026-10"), "quotes/1")
F_EVENT = _finding(
    FIRST,
    "was handed over to Varania on Monday",
    Event(type="COERCE", did="hand over", patient="Ilen Marsk", place="Varania", when="2026-11-16"),
    "events/1",
)
FINDINGS = {
    FIRST.id: (
        F_QUOTE,
        F_EVENT,
        _finding(FIRST, "about 160 port workers", Figure(value=160, hedge="about", bound="about"), "figures/1"),
        _finding(FIRST, "Ilen Marsk", Name(type="person", canonical="Ilen Marsk", who=MARSK), "names/1"),
        _finding(FIRST, "on Monday", Date(value="2026-11-16", basis="published"), "dates/1"),
        _finding(FIRST, "calls the walkout an act of sabotage", Statement(speaker="The Interior Ministry"), "quotes/1"),
    )
}

STORY_ID = content_id("story", FIRST.id)
MINE_ID = content_id("story", MINE.id)


def _version(report, words, value, *, hedge=None, bound="exact", speaker=None):
    return FigureVersion(
        report_id=report.id,
        outlet=report.outlet,
        value=value,
        high=None,
        unit=None,
        hedge=hedge,
        bound=bound,
        as_of="2020",
        speaker=speaker,
        words=words,
        citation=span(report, words),
        published=report.published.at,
    )


def _member(report, role, **more):
    return Member(report_id=report.id, role=role, outlet=report.outlet, published=report.published.at, **more)


STORY = Story(
    id=STORY_ID,
    headline=line(FIRST.title, "headline", span(FIRST, FIRST.title)),
    members=(
        _member(FIRST, "first-hand", evidence="Names its own interviews.", reasons=("founded the story",)),
        _member(COPY, "copies", of=FIRST.id, evidence="82 % of its text is North Wire’s.", reasons=("likeness 0.82",)),
        _member(STATE_TV, "first-hand", evidence="Quotes the minister directly.", reasons=("same people: Ilen Marsk",)),
        _member(REWRITE, "unknown", reasons=("same people", "likeness 0.41")),
        _member(OTHER_TONGUE, "rewrites", of="sestra-blog.example", evidence="Credits a blog that is not held."),
    ),
    edges=(
        Edge(
            from_id=COPY.id,
            to=FIRST.id,
            kind="copies",
            evidence=Evidence(
                text="82 % shared text, and “Original source: north-wire.example”.",
                from_spans=(span(COPY, "Original source: north-wire.example"),),
                score=820,
            ),
        ),
        Edge(
            from_id=OTHER_TONGUE.id,
            to="sestra-blog.example",
            kind="rewrites",
            is_held=False,
            evidence=Evidence(text="“Об этом сообщила его сестра.”"),
        ),
    ),
    origins=((FIRST.id, COPY.id), (STATE_TV.id,), (REWRITE.id,), (OTHER_TONGUE.id,)),
    independent=2,
    independent_at_most=3,
    originals_missing=("sestra-blog.example",),
    alternates=(line(STATE_TV.title, "alternate", span(STATE_TV, STATE_TV.title)),),
    abstract=(
        line(
            "The harbour pilot Ilen Marsk was handed over to Varania on Monday after eleven weeks in a "
            "Bangkok detention "
            "centre, his lawyer said.",
            "abstract",
            span(FIRST, "was handed over to Varania on Monday after eleven weeks in a Bangkok detention centre"),
            span(COPY, "was handed over to Varania on Monday after eleven weeks in a Bangkok detention centre"),
        ),
        line(
            "Interior Minister Goran Velt denied that he had been extradited.",
            "abstract",
            span(STATE_TV, "Interior Minister Goran Velt denied on Tuesday that Ilen Marsk had been extradited."),
        ),
    ),
    lines=(
        line("Ilen Marsk was handed over to Varania.", "event", _EVENT, findings=(F_EVENT.id,)),
        line(
            "Лоцман Илен Марск находится в следственном изоляторе столицы.",
            "event",
            span(OTHER_TONGUE, "Лоцман Илен Марск находится в следственном изоляторе столицы."),
        ),
        line(QUOTE_WORDS, "quote", _QUOTE, label="Tessa Holm, the lawyer who visited him", findings=(F_QUOTE.id,)),
        line(
            "He asked to come home, and we bought him a ticket,",
            "quote",
            span(STATE_TV, "He asked to come home, and we bought him a ticket,"),
            label="Goran Velt, Interior Minister",
        ),
        line(
            "The Interior Ministry calls the walkout an act of sabotage.",
            "statement",
            span(FIRST, "The Interior Ministry calls the walkout an act of sabotage."),
            label="The Interior Ministry",
        ),
        line(
            "Two neighbours said he may have been followed for weeks before the arrest.",
            "speculation",
            span(FIRST, "Two neighbours said he may have been followed for weeks before the arrest."),
        ),
        line(
            "A columnist writes that the case shows how far the ministry now reaches.",
            "commentary",
            span(REWRITE, "A columnist writes that the case shows how far the ministry now reaches."),
            label="Swiftnews",
        ),
        line(
            "Marsk is in Varania; how he came there is contested.",
            "state",
            span(REWRITE, "Reports differ on how he got there."),
        ),
    ),
    who=(
        Who(
            id=MARSK,
            name="Ilen Marsk",
            kind="person",
            roles=("harbour pilot", "former pilot"),
            aliases=("Илен Марск",),
            keys=(MARSK,),
            mentions=7,
            citations=(span(FIRST, "harbour pilot Ilen Marsk"),),
        ),
        Who(id=VELT, name="Goran Velt", kind="person", roles=("Interior Minister",), keys=(VELT,), mentions=3),
        Who(id=HOLM, name="Tessa Holm", kind="person", roles=("lawyer",), keys=(HOLM,), mentions=1),
        Who(id=content_id("who", "min"), name="Interior Ministry", kind="organisation", mentions=2),
        Who(id=content_id("who", "bkk"), name="Bangkok", kind="place", mentions=2),
    ),
    timeline=(
        Moment(
            when="2020",
            precision="year",
            line=line(
                "Marsk had organised a 2020 walkout of port workers.",
                "event",
                span(FIRST, "Marsk had organised a 2020 walkout of about 160 port workers."),
            ),
            place="Ostreva",
        ),
        Moment(
            when="2026-11-16",
            precision="day",
            line=line("Ilen Marsk was handed over to Varania.", "event", _EVENT),
        ),
        Moment(
            when=None,
            precision="unknown",
            status="denied",
            line=line("He asked to come home.", "event", span(STATE_TV, "He asked to come home")),
        ),
    ),
    figures=(
        FigureSeries(
            of="people in the 2020 walkout",
            unit=None,
            is_differing=True,
            versions=(
                _version(FIRST, "about 160 port workers", 160, hedge="about", bound="about"),
                _version(STATE_TV, "more than 200 people", 200, hedge="more than", bound="at_least", speaker="Velt"),
            ),
        ),
    ),
    contested=(
        Contested(
            about="How Ilen Marsk came to Varania",
            sides=(
                Side(
                    who="Tessa Holm, lawyer",
                    says="He was handed over after eleven weeks in detention.",
                    citations=(span(FIRST, "after eleven weeks in a Bangkok detention centre, his lawyer said."),),
                ),
                Side(
                    who="Goran Velt, Interior Minister",
                    says="He asked to come home.",
                    stance="denies",
                    citations=(span(STATE_TV, "denied on Tuesday that Ilen Marsk had been extradited."),),
                ),
            ),
        ),
    ),
    withheld=1,
    revision=4,
    first_at=FIRST.published.at,
    last_at=OTHER_TONGUE.published.at,
    changed_seq=5,
)
MINE_STORY = Story(
    id=MINE_ID,
    headline=line(MINE.title, "headline", span(MINE, MINE.title)),
    members=(_member(MINE, "first-hand", is_superseded=True), _member(MINE_EDITED, "updates", of=MINE.id)),
    independent=1,
    independent_at_most=1,
    abstract=(
        line(
            "Three miners were missing on Thursday after a roof fall at the Tarn pit.",
            "abstract",
            span(MINE, "Three miners were missing on Thursday after a roof fall at the Tarn pit, the operator said."),
        ),
    ),
    last_at=MINE.published.at,
)

REPORTS = {report.id: report for report in (FIRST, COPY, STATE_TV, REWRITE, OTHER_TONGUE, MINE, MINE_EDITED)}


def _source(number, outlet, address, **more):
    return Source(id=f"5ou4ce000000000{number}", address=address, kind="feed", outlet=outlet, **more)


SOURCES = [
    (
        _source(1, "North Wire", "https://north-wire.example/feed.xml", owner="Northern Press"),
        SourceHealth(
            source_id="5ou4ce0000000001",
            state="ok",
            ok_at=NOW - timedelta(minutes=12),
            new_at=NOW - timedelta(hours=3),
            next_at=NOW + timedelta(minutes=48),
        ),
        21,
    ),
    (
        _source(2, "Ridge Radio", "https://ridge.example/rss"),
        SourceHealth(
            source_id="5ou4ce0000000002",
            state="failing",
            errors=3,
            error="The address answers with a page in HTML where the feed was; it may want a login.",
            ok_at=NOW - timedelta(days=2),
            next_at=NOW + timedelta(hours=5),
        ),
        4,
    ),
    (
        _source(3, "Upland Courier", "https://upland.example/atom.xml"),
        SourceHealth(
            source_id="5ou4ce0000000003",
            state="silent",
            ok_at=NOW - timedelta(minutes=30),
            new_at=NOW - timedelta(days=9),
        ),
        2,
    ),
    (_source(4, "Kanal En", "https://kanal-en.example/news", is_paused=True), SourceHealth(source_id="x"), 0),
]

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


class FakeDesk:
    """Answers like `infostreamer.desk.Desk`, from the literals above; what was posted is kept in `done`."""

    def __init__(self, *, is_empty=False, seen=2):
        self.is_empty, self.seen = is_empty, seen
        self.log = [] if is_empty else changes()
        self.dossier_rows = {} if is_empty else {DOSSIER.slug: DOSSIER}
        self.stories_by_id = {} if is_empty else {STORY_ID: STORY, MINE_ID: MINE_STORY}
        self.reports_by_id = {} if is_empty else dict(REPORTS)
        self.source_rows = [] if is_empty else list(SOURCES)
        self.found = FINDINGS
        self.done = []

    def now(self):
        return NOW

    def position(self):
        return len(self.log)

    def seen_position(self):
        return self.seen

    def seen_at(self):
        return self.log[self.seen - 1].at if 0 < self.seen <= len(self.log) else None

    def mark_seen(self, position):
        before, self.seen = self.seen, min(position, len(self.log))
        self.done.append(("seen", position))
        return before

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

    def findings(self, report_ids):
        return {id_: self.found.get(id_, ()) for id_ in report_ids}

    def story_of(self, report_id):
        return next((row.id for row in self.stories_by_id.values() if report_id in row.report_ids), None)

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

    def counts(self):
        return {
            "stories": len(self.stories_by_id),
            "failures": len(self.failures()),
            "reports": len(self.reports_by_id),
        }

    def search(self, query, *, limit=20, offset=0):
        if query.count('"') % 2:
            raise BadInput("The phrase is not closed; write a second quotation mark.")
        hits = []
        for report in self.reports_by_id.values():
            found = [match.span() for match in re.finditer(re.escape(query), report.text, re.IGNORECASE)]
            if found:
                spans = tuple(Span(report.id, start, end) for start, end in found)
                hits.append(SearchHit(report=report, story_id=self.story_of(report.id), spans=spans))
        return SearchPage(query=query, total=len(hits), hits=tuple(hits[offset : offset + limit]))

    def who(self, who_id):
        named = [who for who in STORY.who if who.id == who_id and self.stories_by_id]
        if not named:
            raise NotFound(f"Nobody has the id {who_id!r}; `infostreamer who` lists people and organisations.")
        said = ((FIRST, F_QUOTE),) if who_id == HOLM else ()
        return WhoPage(who=named[0], stories=(self.stories_by_id[STORY_ID],), said=said)

    def dossiers(self):
        return list(self.dossier_rows.values())

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

    def set_paused(self, key, is_paused):
        self.done.append(("pause" if is_paused else "resume", key))
        return self.source(key)
