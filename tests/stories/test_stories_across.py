"""One happening in several languages, on one day, and two happenings with the same officials."""

from __future__ import annotations

import pytest
from fakes import build as b

from infostreamer.stories import place_epoch
from infostreamer.stories.marks import marks_of


def stories(*reads):
    return [placement.story_id for placement in place_epoch(reads, []).placements]


def in_english(seq: int = 1):
    report = b.report(
        "ORVEN – The veterinary office ordered the culling of 41,000 hens near Lake Telm after bird flu was found, its "
        "director Helin Marek said. Farmer Arvo Stindal is to lose 26,000 birds. A laboratory in Orven confirmed it.",
        title="Hens to be culled at Lake Telm", outlet="Orven Post", published="2031-02-10T09:00+01:00", seq=seq,
    )  # fmt: skip
    names = (b.name(report, "Helin Marek"), b.name(report, "Arvo Stindal"), b.name(report, "Lake Telm", type="place"))
    return b.read(report, *names)


def in_russian(text: str, *people: str, day: int = 10, seq: int = 2):
    report = b.report(text, title="", outlet="Вестник", published=f"2031-02-{day}T12:00+01:00", seq=seq, language="ru")
    return b.read(report, *(b.name(report, person) for person in people))


CULLED = (
    "Служба распорядилась забить 41 000 кур на фермах, сообщила Хелин Марек. Фермер Арво Стиндаль потеряет 26 000 птиц."
)


def test_names_by_their_sound_and_numbers_join_what_two_languages_tell():
    placed = place_epoch([in_english(), in_russian(CULLED, "Хелин Марек", "Арво Стиндаль")], []).placements
    assert placed[0].story_id == placed[1].story_id
    assert placed[1].reasons[0] == "another language: Хелин Марек, Арво Стиндаль, 41000, 26000"


@pytest.mark.parametrize(
    "text",
    [
        "Директор ветеринарной службы Хелин Марек открыла в столице выставку собак и осталась довольна.",
        "На складах насчитали 41 000 книг, сообщили в ведомстве. Их начали собирать осенью, когда школы закрылись на "
        "ремонт, и теперь ищут помещение, где бумага не отсыреет до конца учебного года, а мыши не съедят переплёты.",
    ],
)
def test_one_shared_name_or_number_joins_nothing_across_languages(text):
    people = ("Хелин Марек",) if "Хелин" in text else ()
    assert len(set(stories(in_english(), in_russian(text, *people)))) == 2


def test_across_languages_only_what_is_near_in_time_is_one_happening():
    assert len(set(stories(in_english(), in_russian(CULLED, "Хелин Марек", "Арво Стиндаль", day=20)))) == 2


def test_countries_days_and_first_names_are_no_marks():
    report = b.report(
        "It rained, and on Friday in Belarus the poet Anna Korsak read in Drevna.", title="", outlet="Post"
    )
    findings = (
        b.date(report, "Friday", "2031-02-14"),
        b.name(report, "Belarus", type="nationality"),
        b.name(report, "Anna Korsak"),
    )
    assert marks_of(report, findings, frozenset()) == ("drvn", "krsk")


def grounding(ship: str, date: str, published: str, seq: int, *, lead: str = ""):
    report = b.report(
        f"{lead}A ship, the {ship}, ran aground off the harbour in the night and lay on the sand bank with its crew "
        "on board until the tide came, which took the tugs that were called the whole of the morning and part of the "
        "noon. The coast guard's Roald Finn spoke of a mistake on the bridge. Minister Lada Pirk promised pilots.",
        title="Ship runs aground on the bank", outlet=f"Paper {seq}", published=f"{published}T08:00+01:00", seq=seq,
    )  # fmt: skip
    return b.read(report, b.name(report, "Roald Finn"), b.name(report, "Lada Pirk"), b.date(report, "night", date))


def test_after_weeks_two_who_speak_at_every_accident_are_no_case_that_goes_on():
    first = grounding("Ester", "2031-03-03", "2031-03-03", 1)
    assert len(set(stories(first, grounding("Alva", "2031-04-21", "2031-04-21", 2)))) == 2
    assert len(set(stories(first, grounding("Alva", "2031-03-14", "2031-03-14", 2)))) == 1


def test_after_weeks_a_case_goes_on_where_a_lead_is_about_one_of_the_two():
    first = grounding("Ester", "2031-03-03", "2031-03-03", 1)
    later = grounding("Ester", "2031-04-21", "2031-04-21", 2, lead="Lada Pirk has to explain herself. ")
    assert len(set(stories(first, later))) == 1


def blast(text: str, day: int, seq: int, *found):
    report = b.report(text, title="", outlet=f"Paper {seq}", published=f"2031-11-{day}T15:00+01:00", seq=seq)
    return b.read(report, *(make(report) for make in found))


EXPLODED = (
    "An explosion ripped through a market hall in the town of Tersk on Friday and killed seven. A gas bottle at a food "
    "stall was the likely cause, a spokesman told reporters, and three days of mourning were declared in the region."
)
MOURNED = (
    "People came together after the blast in Tersk, Radio Tersk reported. In the capital, where many came from "
    "the town, they lined up to give blood, and the bank had four hundred bags and one fridge. The building authority "
    "confirmed that the roof had been due for inspection in October, but the inspector was ill."
)


def test_a_report_of_the_same_day_needs_no_higher_bar_on_a_small_desk():
    place = lambda report: b.name(report, "Tersk", type="place")  # noqa: E731
    credit = lambda report: b.credit(report, "Radio Tersk", to="Radio Tersk", type="cites")  # noqa: E731
    assert len(set(stories(blast(EXPLODED, 14, 1, place), blast(MOURNED, 14, 2, place, credit)))) == 1
    assert len(set(stories(blast(EXPLODED, 14, 1, place), blast(MOURNED, 24, 2, place, credit)))) == 2
