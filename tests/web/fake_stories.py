"""One invented story with every section, and a second one."""

from __future__ import annotations

from fake_reports import (
    COPY,
    EVENT,
    F_EVENT,
    F_QUOTE,
    FIRST,
    HOLM,
    MARSK,
    MINE,
    MINE_EDITED,
    OTHER_TONGUE,
    QUOTE,
    QUOTE_WORDS,
    REWRITE,
    STATE_TV,
    VELT,
    line,
    span,
)

from infostreamer.model import (
    Account,
    Contested,
    Edge,
    Evidence,
    Fact,
    FigureSeries,
    FigureVersion,
    Member,
    Moment,
    Side,
    Story,
    Who,
    content_id,
)

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


SHARED = "was handed over to Varania on Monday after eleven weeks in a Bangkok detention centre"


def _account(report, stand, words, *, origin, speaker=None):
    return Account(
        report_id=report.id,
        outlet=report.outlet,
        origin=origin,
        stand=stand,
        words=words,
        citation=span(report, words),
        speaker=speaker,
        published=report.published.at,
    )


_DENIED = "denied on Tuesday that Ilen Marsk had been extradited"
_WALKOUT, _FOLLOWED = "2020 walkout", "he may have been followed for weeks"
_HANDED = "was handed over to Varania on Monday"
_TIMES = {"since": FIRST.published.at}
FACTS = (
    Fact(
        id="fac7000000000001",
        kind="event",
        line=line("Ilen Marsk was handed over to Varania on Monday.", "event", span(FIRST, _HANDED)),
        state="contested",
        accounts=(
            _account(FIRST, "has", _HANDED, origin=0, speaker="his lawyer"),
            _account(COPY, "has", _HANDED, origin=0),
            _account(
                STATE_TV, "denies", "denied on Tuesday that Ilen Marsk had been extradited", origin=1, speaker="Velt"
            ),
        ),
        origins=1,
        **_TIMES,
    ),
    Fact(
        id="fac7000000000002",
        kind="figure",
        line=line("About 160 port workers took part.", "figure", span(FIRST, "about 160 port workers")),
        state="differing",
        accounts=(
            _account(FIRST, "has", "about 160 port workers", origin=0),
            _account(STATE_TV, "differs", "more than 200 people", origin=1, speaker="Velt"),
        ),
        origins=1,
        **_TIMES,
    ),
    Fact(
        id="fac7000000000003",
        kind="event",
        line=line(
            "Marsk took part in a walkout in 2020.",
            "event",
            span(FIRST, "2020 walkout"),
            span(STATE_TV, "2020 walkout"),
        ),
        state="agreed",
        accounts=(
            _account(FIRST, "has", "2020 walkout", origin=0),
            _account(STATE_TV, "has", "2020 walkout", origin=1),
        ),
        origins=2,
        **_TIMES,
    ),
    Fact(
        id="fac7000000000004",
        kind="event",
        line=line("He may have been followed for weeks.", "event", span(FIRST, _FOLLOWED)),
        state="speculated",
        accounts=(_account(FIRST, "speculates", _FOLLOWED, origin=0, speaker="Two neighbours"),),
        origins=0,
        status="speculated",
    ),
)

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
                from_spans=(span(COPY, "Original source: north-wire.example"), span(COPY, SHARED)),
                to_spans=(span(FIRST, SHARED),),
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
        line("Ilen Marsk was handed over to Varania.", "event", EVENT, findings=(F_EVENT.id,)),
        line(
            "Лоцман Илен Марск находится в следственном изоляторе столицы.",
            "event",
            span(OTHER_TONGUE, "Лоцман Илен Марск находится в следственном изоляторе столицы."),
        ),
        line(QUOTE_WORDS, "quote", QUOTE, label="Tessa Holm, the lawyer who visited him", findings=(F_QUOTE.id,)),
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
            line=line("Ilen Marsk was handed over to Varania.", "event", EVENT),
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
    facts=FACTS,
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
