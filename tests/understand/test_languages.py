"""Own sentences in Russian, Ukrainian, Belarusian, Polish and German: every finding, exactly; and laws of any text."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.pace import seconds

from infostreamer.model import Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import unread
from infostreamer.understand.dates import DATES
from infostreamer.understand.figures import FIGURES
from infostreamer.understand.names import NAMES
from infostreamer.understand.quotes import QUOTES
from infostreamer.understand.statements import STATEMENTS

FINDERS = (NAMES, DATES, FIGURES, QUOTES, STATEMENTS)
LANGUAGES = ("ru", "uk", "be", "pl", "de")
PUBLISHED = Published(at=datetime(2023, 5, 25, 12, tzinfo=UTC), precision="day", basis="given")


def report_of(text, language, published=PUBLISHED):
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=published, language=language, kind="report", text=text, body_start=0,
        paragraphs=split_paragraphs(text), sentences=split_sentences(text, language),
    )  # fmt: skip


def findings_in(text, language):
    report = report_of(text, language)
    found = []
    for finder in FINDERS:
        if "*" in finder.languages or language in finder.languages:
            found += finder.find(report, tuple(found))
    return sorted(found, key=lambda each: (each.start, each.end, each.kind))


def number(value):
    return "?" if value is None else f"{value:g}"


def meant(finding):
    payload = finding.payload
    if finding.kind == "name":
        return [payload.type, payload.canonical, *([payload.role] if payload.role else [])]
    if finding.kind == "date":
        return [payload.value or "?"]
    if finding.kind == "figure":
        high = [number(payload.high)] if payload.high is not None else []
        bound = [payload.bound] if payload.bound != "exact" else []
        return [number(payload.value), *high, *(each for each in (payload.unit, payload.of) if each), *bound]
    stance = [payload.stance] if finding.kind == "statement" else []
    return [payload.speaker or "?", payload.cue or "?", *stance]


def cases():
    for language in LANGUAGES:
        lines = (Path(__file__).parent / "languages" / f"{language}.txt").read_text("utf-8").splitlines()
        sentence, expected = None, []
        for line in (each for each in [*lines, ""] if not each.startswith("#")):
            if line.startswith("  "):
                expected.append(line.strip())
                continue
            if sentence:
                yield pytest.param(language, sentence, expected, id=f"{language}-{sentence[:30]}")
            sentence, expected = line, []


@pytest.mark.parametrize(("language", "sentence", "expected"), list(cases()))
def test_a_sentence_gives_exactly_its_findings(language, sentence, expected):
    found = findings_in(sentence, language)
    told = [" | ".join([each.kind, each.words(sentence).replace("\n", " "), *meant(each)]) for each in found]
    assert told == expected


def canonicals(text, language):
    return {(each.payload.type, each.payload.canonical) for each in findings_in(text, language) if each.kind == "name"}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [("ru", "Министр Олег Дорник молчит. Дорника ждут, с Дорником спорят, Дорнику пишут.", "Олег Дорник"),
     ("uk", "Міністр Олег Дорник мовчить. Дорника чекають, з Дорником сперечаються.", "Олег Дорник"),
     ("be", "Міністр Алег Дорнік маўчыць. Дорніка чакаюць, Дорніку пішуць.", "Алег Дорнік"),
     ("pl", "Minister Jan Dornik milczy. Na Dornika czekają, Dornikowi piszą, z Dornikiem rozmawiają.", "Jan Dornik"),
     ("de", "Minister Jan Dornik schweigt. Dornik wartet.", "Jan Dornik")],
)  # fmt: skip
def test_all_cases_of_a_name_are_one_person(language, text, name):
    people = [each for each in findings_in(text, language) if each.kind == "name"]
    assert {each.payload.canonical for each in people} == {name}
    assert len({each.payload.who for each in people}) == 1
    assert len(people) == text.count("Dornik") + text.count("Дорник") + text.count("Дорнік")


def test_spellings_are_joined_where_the_report_gives_both():
    found = [
        each for each in findings_in("Вячорка (Viačorka) жыў у Вільнюсе. Вячорка пісаў.", "be") if each.kind == "name"
    ]
    people = [each.payload for each in found if each.payload.type == "person"]
    assert [each.canonical for each in people] == ["Вячорка"] * 3
    assert len({each.who for each in people}) == 1
    assert canonicals("Служба (SBU) маўчыць. Viačorka маўчыць.", "be").isdisjoint({("person", "Служба")})


def test_two_people_of_one_surname_are_kept_apart():
    text = "Иван Лисов спорил с Петром Лисовым. Лисов ушёл."
    assert canonicals(text, "ru") >= {("person", "Иван Лисов"), ("person", "Петр Лисов")}


def test_a_place_in_any_case_lies_on_the_map():
    found = [each.payload for each in findings_in("Он жил в Минске и во Львове.", "ru") if each.kind == "name"]
    assert [(each.canonical, each.location and each.location.country) for each in found] == [
        ("Минск", "BY"), ("Львов", "UA"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [("fa", "رئیس جمهور گفت. آیا او می‌آید؟ نه.", 3), ("ar", "قال الرئيس ذلك. هل سيأتي؟ لا أحد يعرف.", 3),
     ("zh", "总统昨天讲话。他会来吗？没有人知道！", 3), ("ka", "პრეზიდენტმა განაცხადა. ის მოვა?", 2),
     ("tr", "Başkan konuştu. Gelecek mi? Kimse bilmiyor.", 3)],
)  # fmt: skip
def test_other_scripts_are_split_and_give_no_nonsense(language, text, sentences):
    assert len(split_sentences(text, language)) == sentences
    assert [each for each in findings_in(text, language) if each.kind == "name"] == []


def test_what_nobody_reads_is_said():
    told = unread(report_of("رئیس جمهور گفت.", "fa"))
    assert "No finder for names in fa." in told
    assert "No finder for dates in fa." in told
    assert "No finder for events in fa." in told
    assert "No finder for events in ru." in unread(report_of("Суд закрыт.", "ru"))
    assert unread(report_of("The court is closed.", "en")) == ()


def test_latin_languages_without_a_list_give_sure_names_only():
    found = findings_in("Ayer Pedro Sánchez habló en Madrid con la OTAN sobre Los Otros Temas.", "es")
    names = {each.payload.canonical: each.confidence for each in found if each.kind == "name"}
    assert "Madrid" in names
    assert all(confidence < 0.7 for confidence in names.values())


PIECES = (
    "Иван Петров ", "в Минске ", "«", "— сказал он. ", "министр ", "А.В. ", "3 мая ", "двадцать пять ", "2014 ",
    "до до ", "по словам ", "Jan Kowalski ", "Prof. ", "z ", "Universität ", "zwischen 5 und ", "„", "- ", "ова",
    ", что ", "Аўка (Auka) ",
)  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "de"])
@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_a_finder_long(language, piece):
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    report, found = report_of(text, language), []
    for finder in FINDERS:
        started = time.process_time()
        found += finder.find(report, tuple(found))
        assert time.process_time() - started < seconds(5), finder.name
