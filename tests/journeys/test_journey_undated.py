"""A saved article without any date: what it dates itself is still told as what happened, before what it comments."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TEXT = """Tarvost tightens its grip on strike organisers abroad

Tarvost's government views organisers of the railway strike as a threat, exemplified \
by the recent deportation of Danil Ostrevko. \
Organisers abroad represent symbols of resistance, posing a risk to the government of Varania.

Ostrevko, who led the railway strike, was abducted in Phuket in November 2024 and later flown back to Varania. \
The government of Varania has a deep fear of organisers, and the strike gave it reason.

This case highlights the measures that the government will take against organisers of a strike, \
creating an atmosphere of fear.
"""


def test_a_dated_event_of_an_undated_report_is_what_happened(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(TEXT, "utf-8")
    command = [sys.executable, "-m", "infostreamer", "compile", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (story,) = json.loads(done.stdout)["stories"]
    happened = [line["text"] for line in story["lines"] if line["kind"] == "event"]
    assert len(happened) == 1
    assert happened[0].startswith("Ostrevko, who led the railway strike, was abducted in Phuket in November 2024")
    abstract = [line["text"] for line in story["abstract"]]
    assert happened[0] in abstract
    assert not any("symbols of resistance" in line or "highlights" in line for line in abstract)


DATED = {
    "url": "https://dawn.example/1",
    "title": "Organiser driven to the airport",
    "text": "Danil Ostrevko, detained in Phuket on Monday, was driven to the airport on Thursday. "
    "The minister, appointed in 2024, resigned on Wednesday. "
    "Police officers arrested on Tuesday for theft were freed on Wednesday. "
    "Police arrested nine people on Tuesday.",
    "published": "2026-11-12T10:00:00Z",
    "language": "en",
}


def test_a_sentence_does_not_stand_under_the_date_of_what_it_only_mentions(tmp_path: Path) -> None:
    path = tmp_path / "dated.jsonl"
    path.write_text(json.dumps(DATED), "utf-8")
    command = [sys.executable, "-m", "infostreamer", "compile", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (story,) = json.loads(done.stdout)["stories"]
    when = {moment["text"].split()[0] + moment["text"].split()[1]: moment["when"] for moment in story["timeline"]}
    assert when["DanilOstrevko,"] is None
    assert when["Theminister,"] in ("2026-11-11", None)
    assert when["Policeofficers"] == "2026-11-11"
    assert when["Policearrested"] == "2026-11-10"
