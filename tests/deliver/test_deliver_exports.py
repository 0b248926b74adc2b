"""Exports read back by parsers that other people wrote, or checked against the rules of their standards."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import bibtexparser
import icalendar
import jsonschema
import pytest
import rispy
from geo_rules import broken
from lxml import etree
from ninjs_schema import NINJS
from taken import HOSTILE, ROWS

from infostreamer.deliver.citations import Citable, cite_as
from infostreamer.deliver.exports import FORMATS, file_name, format_of
from infostreamer.deliver.icalendar import icalendar as icalendar_of
from infostreamer.deliver.rows import FIELDS
from infostreamer.deliver.sheet import Row, Section
from infostreamer.deliver.spans_of_time import covered
from infostreamer.model import BadInput

DAY = datetime(2026, 11, 13, tzinfo=UTC)


def _of(sheet, suffix):
    return format_of(suffix, sheet.noun).write(sheet)


def test_the_same_desk_gives_the_same_bytes(sheets):
    for sheet in sheets:
        for suffix, form in FORMATS.items():
            if sheet.noun in form.nouns:
                assert form.write(sheet) == form.write(sheet), suffix


def test_a_form_that_does_not_exist_is_named_with_those_that_do(fire):
    with pytest.raises(BadInput, match="choose one of html, md"):
        format_of("docx", fire.noun)
    with pytest.raises(BadInput):
        format_of("ninjs.json", "dossier")


def test_file_names_are_harmless(sheets):
    for sheet in sheets:
        assert re.fullmatch(r"[a-z0-9-]+\.md", file_name(sheet, "md"))


# Markdown


def test_markdown_has_front_matter_and_every_line_its_footnotes(sheets):
    for sheet in sheets:
        text = _of(sheet, "md").decode()
        _, front, body = text.split("---\n", 2)
        fields = {name: json.loads(value) for name, value in (row.split(": ", 1) for row in front.splitlines())}
        assert fields["title"] == sheet.title
        assert fields["state"] == "machine-compiled, not reviewed"
        used = set(re.findall(r"\[\^(\d+)\](?!:)", body))
        defined = re.findall(r"^\[\^(\d+)\]:", body, re.MULTILINE)
        assert used == set(defined)
        assert len(defined) == len(set(defined)) == len(sheet.notes)
        for line in body.splitlines():
            if (
                line.startswith("- ")
                and "words withheld" not in line
                and "[stored copy](" not in line
                and "credit:" not in line
            ):
                assert re.search(r"\[\^\d+\]$", line), line


def test_markdown_holds_no_markup_of_a_report(sheets):
    for sheet in sheets:
        text = _of(sheet, "md").decode().split("---\n", 2)[2]
        assert not re.search(r"(?<!\\)<(?!https://desk\.example/)", text)
        for target in re.findall(r"\]\(([^)\s]*)\)", text):
            assert target.startswith(("https://", "http://"))


# JSON-LD


def test_json_ld_says_what_it_is_based_on_and_cites_every_line(sheets):
    for sheet in sheets:
        item = json.loads(_of(sheet, "jsonld"))
        assert item["@context"] == "https://schema.org"
        assert item["@type"] == ("AnalysisNewsArticle" if sheet.noun == "story" else "Collection")
        assert item["creativeWorkStatus"] == "machine-compiled, not reviewed"
        assert item["sdPublisher"]["name"] == "Information Streamer"
        assert item["creditText"].startswith("Compiled by Information Streamer from")
        assert [one["@type"] for one in item["isBasedOn"]] == ["NewsArticle"] * len(sheet.origins)
        assert all(re.fullmatch("[0-9a-f]{64}", one["sha256"]) for one in item["isBasedOn"])
        notes = {one["@id"]: one for one in item["citation"]}
        for line in item["hasPart"]:
            assert line["text"]
            assert line["citation"]
            assert all(one["@id"] in notes for one in line["citation"])
        assert all(("text" in one) != ("abstract" in one) for one in notes.values())
        assert "null" not in _of(sheet, "jsonld").decode()


# ninjs


def test_ninjs_is_valid_by_the_rules_of_version_3_1(sheets):
    check = jsonschema.Draft202012Validator(NINJS, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    for sheet in sheets:
        if sheet.noun == "story":
            item = json.loads(_of(sheet, "ninjs.json"))
            assert [error.message for error in check.iter_errors(item)] == []
            assert item["standard"]["version"] == "3.1"
            assert len([one for one in item["associations"] if one["rel"] == "isBasedOn"]) == len(sheet.origins)
            assert "not reviewed" in item["edNote"]


def test_the_ninjs_check_would_find_what_is_wrong():
    for wrong in (
        {},
        {"uri": "urn:x", "versioncreated": "x"},
        {"uri": "urn:x", "type": "story"},
        {"uri": "urn:x", "bodies": [{}]},
    ):
        assert not jsonschema.Draft202012Validator(NINJS).is_valid(wrong)


# References


def test_bibtex_is_read_back_with_one_entry_per_report(sheets):
    for sheet in sheets:
        library = bibtexparser.parse_string(_of(sheet, "bib").decode())
        assert library.failed_blocks == []
        assert len(library.entries) == len(sheet.origins)
        for entry, origin in zip(library.entries, sheet.origins, strict=True):
            fields = {field.key: field.value for field in entry.fields}
            assert re.fullmatch(r"[a-z0-9]+-[0-9a-f]{8}", entry.key)
            assert fields["url"] == origin.original
            assert fields["date"] == origin.published.date().isoformat()
            assert fields["title"].count("{") - fields["title"].count("\\{") == fields["title"].count("}") - fields[
                "title"
            ].count("\\}")


def test_ris_is_read_back_with_one_record_per_report(sheets):
    for sheet in sheets:
        records = rispy.loads(_of(sheet, "ris").decode())
        assert [one["id"] for one in records] == [origin.report_id for origin in sheet.origins]
        assert {one["type_of_reference"] for one in records} == {"NEWS"}
        assert [one["title"] for one in records] == [origin.title for origin in sheet.origins]
        assert [one["urls"][0] for one in records] == [origin.original for origin in sheet.origins]


def test_csl_json_has_titles_and_dates(fire):
    (item,) = json.loads(_of(fire, "csl.json"))
    assert item["type"] == "article-newspaper"
    assert item["issued"] == {"date-parts": [[2026, 11, 10]]}
    assert item["title"] == ROWS[0]["title"]
    assert item["author"] == [{"literal": name} for name in ROWS[0]["byline"]]


def test_a_line_break_in_a_title_makes_no_field_of_its_own(fire):
    bad = replace(fire, origins=tuple(replace(one, title="A\r\nER  - \r\nTY  - BOOK\u2028B") for one in fire.origins))
    assert len(rispy.loads(_of(bad, "ris").decode())) == 1
    assert len(bibtexparser.parse_string(_of(bad, "bib").decode()).entries) == 1


def test_a_story_is_cited_with_its_revision_and_the_day_of_access():
    cited = Citable(
        desk="The Desk", title="A bridge fell.", address="https://d.example/s/1@4", revision=4,
        at=datetime(2026, 11, 9, tzinfo=UTC), state="machine-compiled, not reviewed",
    )  # fmt: skip
    styles = dict(cite_as(cited, accessed=DAY))
    assert styles["APA"] == (
        "The Desk. (2026, November 9). A bridge fell [Machine-compiled, not reviewed]. https://d.example/s/1@4"
    )
    assert (
        styles["MLA"]
        == "“A bridge fell.” The Desk, 9 November 2026, https://d.example/s/1@4. Accessed 13 November 2026."
    )
    assert all("https://d.example/s/1@4" in text and "A bridge fell" in text for text in styles.values())


# Tables


def test_csv_has_one_row_per_line_and_no_cell_that_is_a_formula(sheets):
    for sheet in sheets:
        body = _of(sheet, "csv")
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        assert list(rows[0]) == list(FIELDS)
        assert len(rows) == len(sheet.rows())
        assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
        assert all(row["citations"] for row in rows)
    outlets = [row for sheet in sheets for row in csv.DictReader(io.StringIO(_of(sheet, "csv").decode("utf-8-sig")))]
    assert any(row["outlets"].startswith("'=2+5") for row in outlets)


def test_json_lines_are_objects_with_their_citations(sheets):
    for sheet in sheets:
        rows = [json.loads(line) for line in _of(sheet, "jsonl").splitlines()]
        assert len(rows) == len(sheet.rows())
        for row in rows:
            assert row["schema"] == f"infostreamer/{sheet.noun}-line/1"
            assert all(re.fullmatch(r"[0-9a-f]{16}:\d+-\d+", place) for place in row["citations"])
            assert (row["text"] is None) == row["withheld"]


# Calendar


def test_icalendar_is_read_back_and_says_how_much_of_a_date_is_known(sheets):
    seen = {}
    for sheet in sheets:
        body = _of(sheet, "ics")
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))
        assert b"\n" not in body.replace(b"\r\n", b"")
        calendar = icalendar.Calendar.from_ical(body)
        events = calendar.walk("VEVENT")
        assert len({str(event["UID"]) for event in events}) == len(events)
        for event in events:
            assert type(event.decoded("DTSTART")) is date
            assert "not reviewed" in str(event["DESCRIPTION"])
            seen[str(event["SUMMARY"])] = event
    days = [(event.decoded("DTSTART"), event.decoded("DTEND")) for event in seen.values()]
    assert (date(2026, 11, 9), date(2026, 11, 10)) in days


def test_a_month_is_a_span_that_says_that_no_more_is_known(fire):
    row = Row(
        kind="moment",
        text="A, b; c\\d\nBEGIN:VEVENT",
        notes=(1,),
        when="2026-11",
        status="planned",
        place="Port, Sollen",
    )
    body = icalendar_of(replace(fire, sections=(Section(key="timeline", heading="Timeline", rows=(row,)),)))
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 11, 1), date(2026, 12, 1))
    assert str(event["SUMMARY"]) == "A, b; c\\d\nBEGIN:VEVENT (Nov 2026)"
    assert str(event["LOCATION"]) == "Port, Sollen"
    assert str(event["STATUS"]) == "TENTATIVE"
    assert "no more about the day than: Nov 2026" in str(event["DESCRIPTION"])


@pytest.mark.parametrize(
    ("when", "first", "last", "is_day"),
    [
        ("2026-11-09", "2026-11-09", "2026-11-09", True),
        ("2026-11-09T14:05", "2026-11-09", "2026-11-09", True),
        ("2026-11-09~", "2026-11-09", "2026-11-09", False),
        ("2026-11", "2026-11-01", "2026-11-30", False),
        ("2024-02", "2024-02-01", "2024-02-29", False),
        ("2026", "2026-01-01", "2026-12-31", False),
        ("199X", "1990-01-01", "1999-12-31", False),
        ("2026-23", "2026-09-01", "2026-11-30", False),
        ("2026-24", "2026-12-01", "2027-02-28", False),
        ("2026-33", "2026-01-01", "2026-03-31", False),
        ("2026-41", "2026-07-01", "2026-12-31", False),
        ("2025-03-03/2025-03-11", "2025-03-03", "2025-03-11", False),
        ("2026-11-21~/2026-11-30~", "2026-11-21", "2026-11-30", False),
        ("[2023-03-04,2023-04-03]", "2023-03-04", "2023-04-03", False),
    ],
)
def test_a_date_covers_the_days_that_it_may_mean(when, first, last, is_day):
    days = covered(when)
    assert (days.first.isoformat(), days.last.isoformat(), days.is_day) == (first, last, is_day)


@pytest.mark.parametrize(
    "when",
    [
        None,
        "",
        "XXXX-05-22",
        "XXXX-11",
        "19XX",
        "../2026-11-01",
        "2026-11-01/..",
        "2026-02-31",
        "tomorrow",
        "2026-11-01/XXXX-12",
    ],
)
def test_what_names_no_days_covers_none(when):
    assert covered(when) is None


# Map


def test_geojson_is_lawful_and_has_only_places_that_are_surely_known(sheets):
    names = set()
    for sheet in sheets:
        document = json.loads(_of(sheet, "geojson"))
        assert broken(document) == []
        for feature in document["features"]:
            names.add(feature["properties"]["name"])
            assert feature["properties"]["citations"]
            assert feature["properties"]["mentions"] >= 1
    assert {"Vilnius", "Bangkok"} <= names
    assert not names & {"Port Sollen", "Dravin"}, "invented places lie nowhere"


def test_the_geojson_check_would_find_what_is_wrong():
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    assert broken({"type": "FeatureCollection", "features": [point]}) == []
    for wrong in (
        [],
        {"type": "FeatureCollection"},
        {"type": "FeatureCollection", "features": [{}]},
        {"type": "FeatureCollection", "features": [{**point, "geometry": {"type": "Point", "coordinates": [91, 181]}}]},
        {"type": "FeatureCollection", "features": [point], "crs": {}},
    ):
        assert broken(wrong)


# The page in one file


def test_the_page_opens_from_disk_and_asks_for_nothing(sheets):
    for sheet in sheets:
        body = _of(sheet, "html")
        page = etree.HTML(body.decode())
        assert page.findall(".//script") == page.findall(".//img") == page.findall(".//form") == []
        assert [link.get("rel") for link in page.findall(".//link")] == []
        assert b"url(" not in body
        assert b"@import" not in body
        assert page.find(".//meta[@http-equiv]").get("content").startswith("default-src 'none'")
        assert all(not name.startswith("on") and name != "style" for node in page.iter() for name in node.attrib)
        ids = [node.get("id") for node in page.iter() if node.get("id")]
        assert len(ids) == len(set(ids))
        targets = [link.get("href")[1:] for link in page.iter("a") if link.get("href").startswith("#")]
        assert targets
        assert set(targets) <= set(ids)


def test_every_note_of_the_page_has_outlet_title_address_time_and_hash(hostile_desk, sheets):
    for sheet in sheets:
        notes = etree.HTML(_of(sheet, "html").decode()).findall(".//ol[@class='notes']/li")
        assert len(notes) == len(sheet.notes)
        for shown, note in zip(notes, sheet.notes, strict=True):
            text = " ".join("".join(shown.itertext()).split())
            for part in (
                note.outlet,
                note.title,
                note.address,
                note.published.text,
                note.sha256,
                "accessed 13 Nov 2026",
            ):
                assert " ".join(part.split()) in text
            assert " ".join(note.quote.split()) in text


def test_a_hostile_title_is_text_on_the_page(fire):
    page = etree.HTML(_of(fire, "html").decode())
    assert HOSTILE in page.findtext(".//title")
    assert page.findall(".//b/b") == []
