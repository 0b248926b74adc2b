"""What is new in a story: typed, cited, and never the same thing told again in other words."""

from __future__ import annotations

from fakes import build as b
from fakes import world

from infostreamer.stories import build_story, changes_between

PAGE = "https://papera.example/1"


def own(outlet: str, body: str, *, hour: int = 10, title: str | None = None, **more):
    return b.report(f"VARN – {body}", title=title or f"{outlet} reports", outlet=outlet,
                    published=f"2031-11-03T{hour:02}:00+00:00", **more)  # fmt: skip


def story_of(*reads):
    return build_story("s", reads, reasons={})


def changes(before, after):
    """What changed when the reports `after` came on top of `before`."""
    return changes_between(story_of(*before), story_of(*before, *after))


def of_kind(found, what):
    return [change for change in found if change.what == what]


def arrest(outlet: str, body: str, words: str = "arrested Pavel Korn", **more):
    report = own(outlet, body, **more)
    return b.read(report, b.name(report, "Pavel Korn"),
                  b.event(report, words, did="arrest", patient="Pavel Korn",
                          patient_who=b.key("person", "Pavel Korn")))  # fmt: skip


def test_a_known_happening_in_other_words_is_no_new_event_but_a_confirmation():
    first = arrest("Paper A", "Police arrested Pavel Korn at his home in Varn on Monday, neighbours said.")
    second = arrest(
        "Paper B", "Officers in plain clothes arrested Pavel Korn in Varn, his lawyer told reporters.", hour=12
    )
    found = changes([first], [second])
    assert of_kind(found, "new-event") == []
    told = of_kind(found, "new-origin")[-1]
    assert told.text == (
        "Paper B bears out what one origin told: “Police arrested Pavel Korn at his home in Varn on Monday, "
        "neighbours said.”"
    )
    assert {span.report_id for span in told.citations} == {first.report.id, second.report.id}


def test_who_gives_another_number_of_the_same_does_not_bear_it_out():
    def held(outlet, body, words, value, **more):
        read = arrest(outlet, body, f"arrested Pavel Korn and {words}", **more)
        return b.read(read.report, *read.findings, b.figure(read.report, words, value, of="citizens"))

    first = held("Paper A", "Police arrested Pavel Korn and 160 citizens in Varn on Monday.", "160 citizens", 160)
    for words, value, is_borne_out in (("160 citizens", 160, True), ("170 citizens", 170, False)):
        body = f"Officers in plain clothes arrested Pavel Korn and {words} in Varn, his lawyer told reporters."
        told = of_kind(changes([first], [held("Paper B", body, words, value, hour=12)]), "new-origin")
        assert any("bears out" in one.text for one in told) is is_borne_out


def test_another_happening_is_a_new_event():
    first = arrest("Paper A", "Police arrested Pavel Korn at his home in Varn on Monday, neighbours said.")
    report = own("Paper B", "Prosecutors charged Pavel Korn with neglect at the court of Varn on Friday.", hour=15)
    second = b.read(report, b.name(report, "Pavel Korn"),
                    b.event(report, "charged Pavel Korn with neglect", did="charge", patient="Pavel Korn"))  # fmt: skip
    (event,) = of_kind(changes([first], [second]), "new-event")
    assert event.text.startswith("Prosecutors charged Pavel Korn")
    assert event.citations[0].report_id == report.id


def test_a_print_of_what_is_known_tells_only_that_it_is_there():
    what = [change.what for change in changes([world.wire(1)], [world.printed("Herald", seq=2)])]
    assert what == ["new-report"]


def version(body: str, *, hour: int):
    report = own("Paper A", body, hour=hour, title="Flight lands in Tarvost", address=PAGE, seq=hour)
    words = "the state company had paid for the flight of Pavel Korn to Tarvost"
    return b.read(report, *([b.statement(report, words, speaker="An official")] if words in body else []))


FLIGHT = "An official said that the state company had paid for the flight of Pavel Korn to Tarvost."


def test_an_edit_says_what_the_page_no_longer_says():
    first, second = version(FLIGHT, hour=9), version("The flight landed in Tarvost at seven in the evening.", hour=11)
    (edit,) = of_kind(changes([first], [second]), "report-edited")
    assert "no longer says: “the state company had paid for the flight" in edit.text
    assert first.report.id in {span.report_id for span in edit.citations}


def test_a_withdrawn_report_is_told_as_such():
    notice = "This article has been withdrawn because its source could not be confirmed."
    second = version(notice, hour=11)
    found = changes([version(FLIGHT, hour=9)], [second])
    (change,) = of_kind(found, "report-withdrawn")
    span = change.citations[0]
    assert second.report.text[span.start : span.end].endswith(notice)
    assert of_kind(found, "report-edited") == []


def test_a_correction_is_told_as_such():
    body = "The flight landed in Tarvost. Correction: an earlier version of this article said who had paid for it."
    found = changes([version(FLIGHT, hour=9)], [version(body, hour=11)])
    assert [change.what for change in found if change.what.startswith(("correction", "report"))] == ["correction"]


def test_a_denial_is_new_once():
    denial = "The prison service denied that guards had beaten Pavel Korn in the yard."
    words = "guards had beaten Pavel Korn in the yard"
    reads = []
    for at, outlet in enumerate(("Paper A", "Paper B")):
        report = own(outlet, denial, hour=10 + at)
        reads.append(b.read(report, b.statement(report, words, speaker="The prison service", stance="denies")))
    quiet = b.read(own("Paper C", "Pavel Korn is held at the prison of Varn since the spring of the year.", hour=8))
    assert len(of_kind(changes([quiet], reads[:1]), "new-denial")) == 1
    assert of_kind(changes([quiet, reads[0]], reads[1:]), "new-denial") == []


def test_a_figure_that_grows_names_both_numbers_and_both_places():
    reads = []
    for words, value, outlet, hour in (("Four miners", 4, "Paper A", 9), ("Nine miners", 9, "Paper B", 12)):
        report = own(outlet, f"{words} were killed in the explosion at the Karsk pit.", hour=hour)
        reads.append(b.read(report, b.figure(report, words, value, of="miners")))
    (change,) = of_kind(changes(reads[:1], reads[1:]), "figure-changed")
    assert change.text == "Paper B: “Nine miners”, before “Four miners” (Paper A)."
    assert [span.report_id for span in change.citations] == [reads[1].report.id, reads[0].report.id]


def test_the_same_story_has_no_changes():
    story = story_of(*world.everything())
    assert changes_between(story, story) == []
