"""The two published pages that the product is modelled on, from plain text to stories, through the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3] / "shared/seeds"
FIRST, SECOND = "000_9a7c50c808684f52.txt", "003_d5eb9edae14e03e5.txt"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two published pages are not beside the repository")


def compile_seeds(*options):
    paths = sorted(map(str, SEEDS.glob("*.txt")))
    command = [sys.executable, "-m", "infostreamer", "compile", *paths, *options, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def compiled():
    return compile_seeds()


@pytest.fixture(scope="module")
def first(compiled):
    return next(report for report in compiled["reports"] if report["source"].endswith(FIRST))


@pytest.fixture(scope="module")
def second(compiled):
    return next(report for report in compiled["reports"] if report["source"].endswith(SECOND))


def found(report, kind, **wanted):
    rows = [row for row in report["findings"] if row["kind"] == kind]
    return [row for row in rows if all(value in str(row.get(name)) for name, value in wanted.items())]


def test_two_pages_are_two_stories(compiled):
    assert compiled["schema"] == "infostreamer/compile/1"
    assert len(compiled["stories"]) == 2
    assert compiled["failures"] == []


def test_every_span_slices_and_every_line_cites(compiled):
    texts = {report["id"]: report["text"] for report in compiled["reports"]}
    for report in compiled["reports"]:
        for row in report["findings"]:
            assert row["words"] == " ".join(report["text"][start:end] for start, end in row["spans"])
    for story in compiled["stories"]:
        for line in [story["headline_line"], *story["abstract"], *story["lines"], *story["timeline"]]:
            assert line["citations"]
            assert line["check"] in ("verified", "repaired")
            for citation in line["citations"]:
                assert 0 <= citation["start"] < citation["end"] <= len(texts[citation["report"]])


def test_first_page_is_read(first):
    assert first["title"].startswith("Lukashenko’s Regime Intensifies Repression")
    assert first["byline"] == ["Anaya Williams"]
    assert first["published"] is None
    assert first["language"] == "en"
    for boilerplate in ("Leave a Reply", "email address", "award-winning", "Breaking news and insights"):
        assert boilerplate not in first["text"]


def test_first_page_names_its_original_which_is_missing(compiled, first):
    assert found(first, "credit", to="kyivpost.com", type="original")
    story = next(one for one in compiled["stories"] if one["members"][0]["report"] == first["id"])
    assert story["independent"] in (0, 1)
    assert any("kyivpost.com" in host for host in story["originals_missing"])
    assert any("kyivpost.com" in edge["to"] and not edge["held"] for edge in story["edges"])


def test_first_page_abduction(first):
    events = found(first, "event", patient="Verameichyk", place="Vietnam", when="2024-11")
    assert any(row["did"] in ("abduct", "kidnap") and row["status"] == "happened" for row in events)


def test_first_page_figure_of_the_minister(first):
    (figure,) = found(first, "figure", words="160")
    assert (figure["value"], figure["bound"]) == (160, "about")
    assert figure["hedge"] == "approximately"
    assert "Kubrakov" in figure["speaker"]
    said = found(first, "statement", speaker="Kubrakov") + found(first, "quote", speaker="Kubrakov")
    assert any(row["date"] == "2022-11" for row in said) or figure["as_of"] == "2022-11"


def test_first_page_denial_and_speculation(first):
    assert found(first, "statement", stance="denies", speaker="Lukashenko")
    assert found(first, "stance", verb="deny", speaker="Lukashenko")
    speculation = found(first, "statement", stance="speculates")
    assert any("covert agreement" in row["words"] and row["speaker"] is None for row in speculation)


def test_second_page_is_read(second):
    assert second["title"] == "Kremlin now threatens Belarus with invasion"
    assert second["byline"] == ["Theodoros Benakis"]
    (image,) = second["images"]
    assert image["credit"].lower() == "kremlin.ru"
    assert image["licence"] == "CC BY 4.0"
    assert image["caption"] == "Lukashenko and Putin in February 2021."
    assert "WIKIMEDIA" not in second["text"]
    assert "Explore more" not in second["text"]


def test_second_page_direct_quotations_are_whole(second):
    quotes = [row for row in found(second, "quote") if row["direct"]]
    spoken = {row["speaker"].split()[-1]: row["words"] for row in quotes if row["speaker"]}
    assert spoken["Landsbergis"].startswith("I will ask to go ahead")
    assert spoken["Landsbergis"].endswith("delayed for 5 months")
    assert spoken["Viačorka"].startswith("Russians didn’t make")
    assert spoken["Viačorka"].rstrip(".").endswith("live under the Russian yoke")
    assert not any("proxy" in row["words"] or "routine" in row["words"] for row in quotes)


def test_second_page_figure_and_dates(second):
    (figure,) = found(second, "figure", words="1500")
    assert (figure["value"], figure["bound"], figure["hedge"]) == (1500, "at_least", "More than")
    (may,) = found(second, "date", words="May 22")
    assert may["value"] in (None, "XXXX-05-22")
    assert all(row["value"] is None for row in found(second, "date", words="oday"))


def test_second_page_dates_resolve_against_a_given_date():
    compiled = compile_seeds("--published", "2023-05-25")
    second = next(report for report in compiled["reports"] if report["source"].endswith(SECOND))
    assert second["published"]["basis"] == "given"
    assert [row["value"] for row in found(second, "date", words="May 22")] == ["2023-05-22"]
    assert {row["value"] for row in found(second, "date", words="oday")} == {"2023-05-25"}
