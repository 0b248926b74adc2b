"""What a dossier adds up to: where it stands, what happened, what is to come, who, figures, what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from infostreamer.dossiers import ahead_of, gather, happened_in, is_key
from infostreamer.dossiers.figures import figures_of
from infostreamer.dossiers.open_questions import open_of
from infostreamer.dossiers.people import who_of
from infostreamer.dossiers.standing import standing_of
from infostreamer.model import (
    Contested,
    Dossier,
    Edge,
    Evidence,
    FigureSeries,
    FigureVersion,
    Held,
    Line,
    Member,
    Moment,
    Side,
    Span,
    Story,
    Who,
)


def day(number: int) -> datetime:
    return datetime(2031, 3, number, 12, tzinfo=UTC)


def line(text: str, report: str = "r1", at: int = 0, kind: str = "event") -> Line:
    span = Span(report, at, at + len(text))
    return Line(text=text, kind=kind, citations=(span,), maker="t/1", check="verified", first_report_id=report)


def story(name: str, *, reports: int = 1, on: int = 1, **more) -> Story:
    members = tuple(
        Member(report_id=f"{name}{at}", role="unknown", outlet=f"Outlet {at}", published=day(on))
        for at in range(reports)
    )
    plain = Story(
        id=name, headline=line(f"Headline of {name}", f"{name}0"), members=members, last_at=day(on), first_at=day(on)
    )
    return replace(plain, **more)


def moment(text: str, when: str | None, *, status: str = "happened", report: str = "a0", at: int = 0) -> Moment:
    return Moment(when=when, precision="day", line=line(text, report, at), status=status)


def test_it_stands_where_the_most_reported_stories_stand_the_newest_first():
    stories = [story("a", reports=2, on=3), story("b", reports=9, on=2), story("c", reports=3, on=4), story("d", on=9)]
    assert [one.text for one in standing_of(stories)] == ["Headline of c", "Headline of a", "Headline of b"]
    assert standing_of(stories) == standing_of(stories[::-1])


def test_single_reports_stand_there_while_little_is_known():
    assert [one.text for one in standing_of([story("a", on=1), story("b", reports=2, on=2)])] == [
        "Headline of b",
        "Headline of a",
    ]


def test_an_old_story_gives_way_to_newer_ones_with_fewer_reports():
    old = story("old", reports=8, last_at=datetime(2030, 1, 1, tzinfo=UTC))
    newer = [story(name, reports=2, on=number) for number, name in enumerate("abcde", 1)]
    assert "Headline of old" not in [one.text for one in standing_of([old, *newer])]


def test_plans_are_no_part_of_what_happened():
    told = story(
        "a",
        timeline=(
            moment("The dam broke.", "2031-03-01"),
            moment("It will open.", "2031-04-01", status="planned", at=50),
        ),
    )
    assert [one.line.text for one in happened_in([told])] == ["The dam broke."]
    assert [one.line.text for one in ahead_of([told])] == ["It will open."]


def test_of_like_sentences_on_one_day_the_last_published_stays():
    first = story(
        "a", on=1, timeline=(moment("Four miners died in the explosion at the Dol mine.", "2031-03-01", report="a0"),)
    )
    later = story(
        "b", on=3, timeline=(moment("Nine miners died in the explosion at the Dol mine.", "2031-03-01", report="b0"),)
    )
    other = story("c", on=2, timeline=(moment("A bridge fell into the river Lesk.", "2031-03-01", report="c0"),))
    assert [one.line.text[:5] for one in happened_in([first, later, other])] == ["A bri", "Nine "]


def test_days_stand_in_order_and_the_undated_last_by_publication():
    stories = [
        story(
            "a",
            on=5,
            timeline=(
                moment("Later, undated words.", None, report="a0"),
                moment("In March.", "2031-03", report="a0", at=30),
            ),
        ),
        story(
            "b",
            on=1,
            timeline=(
                moment("Early, undated words.", None, report="b0"),
                moment("The year before.", "2030", report="b0", at=30),
            ),
        ),
    ]
    assert [one.line.text for one in happened_in(stories)] == [
        "The year before.", "In March.", "Early, undated words.", "Later, undated words.",
    ]  # fmt: skip


def test_the_same_person_in_two_stories_is_one_entry_with_roles_from_first_to_last_day():
    def named(report: str, on: int) -> Who:
        held = Held(role="minister", citations=(Span(report, 0, 9),), since=day(on), until=day(on), outlets=("Wire",))
        return Who(id="w", name="Ana Ribe", kind="person", mentions=2, citations=(Span(report, 0, 3),), held=(held,))

    lone = Who(id="r", name="Ribe", kind="person", mentions=1, citations=(Span("a0", 20, 24),))
    (found,) = who_of([story("a", who=(named("a0", 2), lone)), story("b", who=(named("b0", 6),))])
    assert (found.name, found.mentions, len(found.citations)) == ("Ana Ribe", 4, 2)
    assert [(one.since, one.until) for one in found.held] == [(day(2), day(6))]


def series(of: str, *outlets: str, is_differing: bool = False) -> FigureSeries:
    versions = tuple(
        FigureVersion(
            report_id=f"{of}{outlet}", outlet=outlet, value=3, high=None, unit=None, hedge=None, bound="exact",
            as_of=None, speaker=None, words=f"three {of}", citation=Span(f"{of}{outlet}", 0, 5),
        )
        for outlet in outlets
    )  # fmt: skip
    return FigureSeries(of=of, unit=None, versions=versions, is_differing=is_differing)


def test_figures_that_several_outlets_give_stand_first_and_are_never_joined_over_stories():
    stories = [
        story("a", figures=(series("cows", "A"),)),
        story("b", figures=(series("cows", "B"), series("dead", "A", "B"))),
    ]
    found = figures_of(stories)
    assert [(one.of, len(one.versions)) for one in found] == [("dead", 2), ("cows", 1), ("cows", 1)]
    assert [is_key(one) for one in found] == [True, False, False]


def test_what_is_open_is_told_with_both_sides_and_cited():
    matter = Contested(about="x", sides=(
        Side(who="A", says="it happened", citations=(Span("a0", 0, 5),)),
        Side(who="B", says="it did not", citations=(Span("a1", 0, 5),), stance="denies"),
    ))  # fmt: skip
    evidence = Evidence(text="Outlet 0 names Corran as its source", from_spans=(Span("a0", 9, 20),))
    told = story(
        "a",
        contested=(matter, replace(matter, sides=matter.sides[1:])),
        figures=(series("dead", "A", "B", is_differing=True),),
        originals_missing=("Corran",),
        edges=(Edge(from_id="a0", to="Corran", kind="cites", evidence=evidence, is_held=False),),
        lines=(
            line("Some think it was planned.", kind="speculation"),
            line("It may end, she said.", kind="speculation"),
        ),
    )
    found = open_of([told])
    assert [one.kind for one in found] == ["contested", "figures-differ", "denied", "original-missing", "unattributed"]
    assert found[0].line.text == "it happened ⟷ it did not"
    assert found[1].line.text == "“three dead” (A); “three dead” (B)"
    assert found[3].outlet == "Corran"
    assert found[4].line.text == "Some think it was planned."
    assert all(one.line.citations for one in found)


def test_a_story_that_answered_and_did_not_change_is_not_asked_again():
    dossier = Dossier(id="d", slug="d", title="D", question="nobody")
    told = story("a")
    assert gather(dossier, [told], {}).story_ids == ()
    assert gather(dossier, [told], {}, known={"a"}).story_ids == ("a",)
