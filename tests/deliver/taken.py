"""A small desk whose reports try everything that breaks a format: markup, formulas, line breaks, other scripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from infostreamer.deliver.gathering import place_of, sheet_of_dossier, sheet_of_story
from infostreamer.desk import Desk
from infostreamer.settings import Settings

SITE = "https://desk.example"
HOSTILE = '<script>alert("1")</script> & ]]> =HYPERLINK("http://evil.example") \\ {brace} 100% #1_a'
ROWS = [
    {
        "url": "https://herald.example/quay?a=1&b=2",
        "outlet": "The Herald & <b>Sons</b>",
        "title": f"Fire closes the north quay of Port Sollen {HOSTILE}",
        "text": "A fire closed the north quay of Port Sollen on Tuesday, 10 November 2026, the fire service said. "
        "Fire chief Bohdan Tvarek said two people were injured. About 40 stalls were destroyed in the covered market. "
        "On Monday, 9 November 2026, police arrested two men in Port Sollen.\n\n"
        "“We had it under control within the hour,” Tvarek told the Herald. The market will stay closed until "
        "December. Traders from Vilnius and Bangkok had come for the "
        "autumn fair. The harbour company owns nine other halls along the river. Rents there rose by 12 percent in "
        "March 2025. Nobody from the company could be reached for comment. Rain helped the crews after midnight. "
        "The last engine left the quay at six in the morning. Two schools nearby opened late. The ferry ran again "
        "from nine. A collection for the traders has begun at the town hall. It is open every day this week.",
        "published": "2026-11-10T09:00:00+01:00",
        "byline": ["Ana Ruus", "B. {O'Neil}"],
        "language": "en",
    },
    {
        "url": "https://courier.example/one-paragraph",
        "outlet": "=2+5+cmd|' /C calc'!A0",
        "title": "Clock found in the cellar of the city museum",
        "text": "A clock that was reported stolen has been found in the cellar of the city museum, police said. "
        "Director Amalia Roth said it was carried down in October.",
        "published": "2026-11-12T18:30:00+01:00",
        "language": "en",
    },
    {
        "url": "https://vestnik.example/most",
        "outlet": "Вестник",
        "title": "В Дравине закрыли мост через Леск",
        "text": "Мост через Леск в Дравине закрыт с 9 ноября 2026 года, сообщил мэр Игорь Лапин. Объезд займёт "
        "сорок минут. Ремонт продлится до весны. Автобусы идут по северной дороге. Пассажиров просят проверять "
        "расписание. Школы работают. Мост построен в 1964 году. Движение вернётся в апреле.",
        "published": "2026-11-11T12:00:00+03:00",
        "language": "ru",
    },
]


def fill(desk) -> None:
    """Take the rows in and make a dossier of them."""
    desk.take_in_jsonl([json.dumps(row) for row in ROWS])
    desk.add_dossier('Port Sollen "quay" <b>', "Sollen")


@pytest.fixture(scope="session")
def hostile_desk(tmp_path_factory):
    """The desk, once for all tests."""
    settings = Settings({"desk.data": str(tmp_path_factory.mktemp("hostile")), "web.address": f"{SITE}/"})
    with Desk.open(settings, clock=lambda: datetime(2026, 11, 13, 8, tzinfo=UTC)) as desk:
        fill(desk)
        yield desk


@pytest.fixture(scope="session")
def place(hostile_desk):
    """Where it stands."""
    return place_of(hostile_desk.settings)


@pytest.fixture(scope="session")
def sheets(hostile_desk, place):
    """Every story and dossier of the desk as a sheet."""
    stories = [sheet_of_story(hostile_desk, story, place) for story in hostile_desk.stories()]
    return [*stories, *(sheet_of_dossier(hostile_desk, one, place) for one in hostile_desk.dossiers())]


@pytest.fixture(scope="session")
def fire(sheets):
    """The story whose report is the most hostile."""
    return next(sheet for sheet in sheets if sheet.title.startswith("Fire closes"))
