"""What one message says: one fact in full, the rest in a line each, no more quoted than may be; when it may go."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fakes.build import report

from infostreamer.deliver.alerting import fire
from infostreamer.deliver.cooling import is_quiet, tellable
from infostreamer.deliver.messages import edition_of
from infostreamer.deliver.quoting import Quotable
from infostreamer.deliver.sheet import Place
from infostreamer.deliver.silences import silences_of
from infostreamer.deliver.wording import cited_at
from infostreamer.model import Source, SourceHealth, Span
from infostreamer.model.alert import Alert, Channel, Firing

NOW = datetime(2031, 11, 10, 12, tzinfo=UTC)
TEXT = " ".join(f"Sentence number {n} says that the dam on the river Lom held through the night." for n in range(20))
REPORT = report(TEXT, title="The dam held", outlet="The <Wire>", seq=1)
REPORTS = {REPORT.id: REPORT}
QUOTABLE = Quotable(frozenset((REPORT.id, number) for number in range(1, 6)))
ALERT = Alert(id="a1", name="Dam", reader="owner", kinds=("denial", "figure-changed"), channels=(), key="k")
MAIL = Channel(kind="email", to="ed@paper.example")


def firing(number, *, kind="denial", story="s1", **rest):
    start, end = REPORT.sentences[number]
    cited = cited_at(REPORT, Span(REPORT.id, start + 2, end))
    made = Firing(
        id=f"f{number}", alert_id="a1", kind=kind, at=NOW, position=number, text=cited.words, why="It is new.",
        story_id=story, headline="The dam held", state="1 report · machine-compiled, not reviewed", cited=(cited,),
    )  # fmt: skip
    return replace(made, **rest)


def edition(*group):
    return edition_of(
        ALERT, MAIL, group, REPORTS, place=Place(site="https://d.example", desk="D"), quotable=QUOTABLE, now=NOW
    )


def test_whole_sentences_are_cited_exactly():
    cited = cited_at(REPORT, Span(REPORT.id, REPORT.sentences[3][0] + 4, REPORT.sentences[3][0] + 9))
    assert (cited.span.start, cited.span.end) == REPORT.sentences[3]
    assert REPORT.text[cited.span.start : cited.span.end] == cited.words


def test_one_fact_in_full_and_the_rest_in_a_line_each():
    made = edition(firing(1), firing(2), firing(3))
    assert made.subject == "First denial: The dam held (and 2 more)"
    assert "\n2 more:\n" in made.text
    assert made.text.count("Why:") == 1
    assert "1 report · machine-compiled, not reviewed" in made.text
    assert "https://d.example/s/s1" in made.text


def test_no_message_repeats_more_of_a_report_than_may_be_quoted():
    made = edition(*(firing(number) for number in range(1, 15)))
    quoted = [number for number in range(20) if f"Sentence number {number} says" in " ".join(made.text.split())]
    assert len(quoted) <= 5, "a quarter of twenty sentences"
    assert "13 more, of which 5 are told here:" in made.text


def test_the_same_facts_make_the_same_message_and_others_another():
    assert edition(firing(1), firing(2)) == edition(firing(1), firing(2))
    assert edition(firing(1)).id != edition(firing(2)).id


def test_markup_from_outside_is_escaped_and_headers_are_one_line():
    made = edition(firing(1, headline="Dam\r\nBcc: x@y.example <script>"))
    assert "<script>" not in made.html
    assert "The &lt;Wire&gt;" in made.html


def test_a_story_is_told_when_the_cool_down_of_one_of_its_facts_is_over():
    denial, figure, other = firing(1), firing(2, kind="figure-changed"), firing(3, story="s2")

    def told_last(kind, story_id):
        return NOW - timedelta(minutes=40) if story_id == "s1" else None

    groups = tellable(ALERT, [figure, denial, other], told_last, NOW)
    assert groups == [(denial, figure), (other,)], "denials rest 30 min, figures an hour; the weightier first"
    assert tellable(ALERT, [figure], told_last, NOW) == []
    assert tellable(replace(ALERT, cooldown_s=7200), [denial, figure], told_last, NOW) == []


def test_quiet_hours_go_by_the_local_clock_and_over_midnight():
    alert = replace(ALERT, quiet=("22:00", "07:00"), zone="Europe/Vilnius")
    for hour, minute, quiet in ((19, 59, False), (20, 0, True), (4, 59, True), (5, 0, False)):  # UTC+2
        assert is_quiet(alert, NOW.replace(hour=hour, minute=minute)) is quiet, (hour, minute)


def test_a_source_is_told_of_once_a_spell_and_not_for_one_bad_hour():
    source = Source(id="q", address="https://wire.example/feed", kind="feed", outlet="The Wire")
    failing = SourceHealth(source_id="q", state="failing", errors=2, error="It answered 500.", ok_at=NOW)
    assert silences_of(source, failing) is None
    third = silences_of(source, replace(failing, errors=3))
    assert third.text == "The Wire cannot be read."
    assert third.key == silences_of(source, replace(failing, errors=9)).key
    assert third.key != silences_of(source, replace(failing, errors=3, ok_at=NOW + timedelta(days=1))).key
    silent = silences_of(source, SourceHealth(source_id="q", state="silent", new_at=NOW))
    assert silent.text == "The Wire has announced nothing new since 10 Nov 2031."
    assert silences_of(source, SourceHealth(source_id="q", state="ok")) is None


def test_a_source_that_may_be_in_other_hands_is_told_of_with_what_changed():
    source = Source(id="q", address="https://wire.example/feed", kind="feed", outlet="The Wire")
    changed = SourceHealth(source_id="q", state="ok", notice="It calls itself something else.", notice_at=NOW)
    told = silences_of(source, changed)
    assert (told.text, told.why) == ("The Wire may be in other hands.", "It calls itself something else.")
    assert told.key == silences_of(source, replace(changed, state="silent")).key


def test_sources_in_trouble_fire_without_a_story(sqlite_room):
    desk = sqlite_room.desk
    source = Source(id="q", address="https://wire.example/feed", kind="feed", outlet="The Wire")
    desk.put_sources([source])
    sqlite_room.alert("All", kinds=["source"])
    sqlite_room.alert("Other", kinds=["source"], query="source:gazette")
    with desk.store.unit() as unit:
        unit.sources.put_health(SourceHealth(source_id="q", state="gone", tried_at=desk.now()))
    assert fire(desk) == 1
    assert fire(desk) == 0
    (told,) = desk.firings()
    assert (told.text, told.cited) == ("The Wire is no longer at https://wire.example/feed.", ())
