"""Places: where the gazetteer puts them, and whom they stand for when they speak."""

from __future__ import annotations

import pytest
from fakes.build import report

from infostreamer.model import Name
from infostreamer.text.gazetteer import capital_of, country_code, locate, region_of
from infostreamer.understand.names import NAMES


def names(text: str) -> dict[str, Name]:
    subject = report(text)
    found = NAMES.find(subject, ())
    return {each.words(subject.text): each.payload for each in found if isinstance(each.payload, Name)}


@pytest.mark.parametrize(
    ("name", "named", "key"),
    [
        ("Belarus", (), "iso:BY"),
        ("Minsk", (), "geonames:625144"),
        ("Georgia", (), "iso:GE"),
        ("Georgia", ("US",), "geonames:4197000"),
        ("New York", (), "geonames:5128581"),
        ("Ohio", (), "geonames:5165418"),
        ("Brest", ("BY",), "geonames:629634"),
    ],
)
def test_a_place_lies_where_its_name_and_the_countries_named_say(name: str, named: tuple[str, ...], key: str) -> None:
    location = locate(name, named)
    assert location is not None
    assert location.key == key


@pytest.mark.parametrize("name", ["Springfield", "Brest", "Middle East", "Zzyzx", ""])
def test_a_name_that_several_places_bear_is_not_guessed(name: str) -> None:
    assert locate(name) is None


def test_a_town_has_a_point_and_says_how_many_share_its_name() -> None:
    location = locate("Paris")
    assert location is not None
    assert (location.precision, location.country) == ("city", "FR")
    assert location.candidates > 1
    assert location.latitude == pytest.approx(48.85, abs=0.1)


def test_countries_and_capitals() -> None:
    assert country_code("Czech Republic") == country_code("Czechia") == "CZ"
    assert capital_of("Kyiv") == "Ukraine"
    assert capital_of("Gdynia") is None


@pytest.mark.parametrize(
    ("text", "place", "meaning"),
    [
        ("Minsk rejected the claim on Tuesday.", "Minsk", "government of Belarus"),
        ("Washington has repeatedly urged both sides to talk.", "Washington", "government of the United States"),
        ("The Kremlin said it knew nothing.", "Kremlin", "government of Russia"),
        ("Brussels imposed new sanctions.", "Brussels", "European Union"),
    ],
)
def test_a_seat_of_power_that_acts_stands_for_those_who_govern_there(text: str, place: str, meaning: str) -> None:
    assert names(text)[place].stands_for == meaning


@pytest.mark.parametrize(
    "text",
    [
        "A court in Minsk rejected the claim.",
        "Minsk is a city of two million people.",
        "The mayor of Minsk said the bridge was closed.",
        "Trains between Vilnius and Minsk stopped.",
    ],
)
def test_a_place_that_is_only_a_place_stands_for_nobody(text: str) -> None:
    assert names(text)["Minsk"].stands_for is None


def test_the_report_itself_says_which_town_is_meant() -> None:
    assert names("Belarusian police held ten people in Brest.")["Brest"].location is not None
    location = names("Belarusian police held ten people in Brest.")["Brest"].location
    assert location is not None
    assert location.country == "BY"
    assert names("Police held ten people in Brest.")["Brest"].location is None


@pytest.mark.parametrize(
    ("text", "place", "key"),
    [
        ("U.S. officials said seven people were killed in Paris and five more in London.", "Paris", "geonames:2988507"),
        ("The trial opened in Atlanta, Georgia, on Monday.", "Georgia", "geonames:4197000"),
        ("Protesters gathered in Tbilisi, Georgia, on Monday.", "Georgia", "iso:GE"),
        ("Georgian police closed roads across Georgia, and a U.S. envoy flew home.", "Georgia", "iso:GE"),
    ],
)
def test_a_namesake_elsewhere_does_not_take_the_place(text: str, place: str, key: str) -> None:
    location = names(text)[place].location
    assert location is not None
    assert location.key == key


@pytest.mark.parametrize(
    ("text", "place", "key"),
    [
        ("Police in Springfield, Illinois, made arrests.", "Springfield", "geonames:4250542"),
        ("He moved to Paris, Texas, last year.", "Paris", "geonames:4717560"),
        ("It opened in Helena, MT, on Monday.", "Helena", "geonames:5656882"),
        ("Fires burned in Homiel.", "Homiel", "geonames:627907"),
        ("Fires burned in Gomel.", "Gomel", "geonames:627907"),
    ],
)
def test_a_state_or_country_beside_it_and_other_spellings_place_a_town(text: str, place: str, key: str) -> None:
    location = names(text)[place].location
    assert location is not None
    assert location.key == key


def test_a_town_that_its_state_does_not_have_is_not_placed() -> None:
    assert locate("Minsk", (), "Texas") is None


@pytest.mark.parametrize("text", ["It hit the Gomel region.", "It hit Gomel Oblast.", "It hit Gomel province."])
def test_a_region_has_no_point(text: str) -> None:
    (location,) = [each.location for each in names(text).values() if each.type == "place"]
    assert location is not None
    assert (location.precision, location.country, location.latitude) == ("region", "BY", None)


def test_a_region_called_after_towns_of_several_countries_is_not_guessed() -> None:
    assert region_of("Springfield") is None or region_of("Springfield").country == "US"  # type: ignore[union-attr]
    assert region_of("San Juan") is None


def test_a_seat_stands_for_its_government_across_an_aside() -> None:
    assert names("Minsk, which had kept silent, rejected the claim.")["Minsk"].stands_for == "government of Belarus"
