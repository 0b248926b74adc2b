"""A desk with a clock in hand, and reports as they come in one after the other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from infostreamer.settings import Settings

ARREST = {
    "url": "https://orlan.example/belov-arrested",
    "outlet": "Orlan",
    "title": "Police arrest union leader Anton Belov in Mirsk",
    "text": "Police in Mirsk on Tuesday arrested the union leader Anton Belov at the central station, his lawyer "
    "Vera Samin said.\n\nBelov, 41, had returned from Oslo on the morning train and was led away by four men in plain "
    "clothes. About 160 members of his union have been detained since the strike began in September, Samin said.\n\n"
    '"They showed no paper and they gave no reason," Samin told reporters outside the station.\n\nThe station was '
    "closed for an hour and trains to the coast were late.",
    "published": "2026-11-10T10:00:00+00:00",
}
DENIAL = {
    "url": "https://courier.example/ministry-on-belov",
    "outlet": "The Mirsk Courier",
    "title": "Ministry: union leader Anton Belov was not arrested over the strike",
    "text": "MIRSK – The Interior Ministry denied on Tuesday evening that the union leader Anton Belov had been "
    "arrested at the central station in Mirsk because of the strike.\n\nAbout 170 members of his union "
    "have been detained since "
    "the strike began in September, Interior Minister Pavel Rodin told the Courier in his office.\n\nRodin said that "
    "Belov would be brought before a judge on Thursday and that his lawyer Vera Samin could be there.",
    "published": "2026-11-10T18:00:00+00:00",
}
COPY = {
    **DENIAL,
    "url": "https://echo.example/ministry-on-belov",
    "outlet": "Mirsk Echo",
    "published": "2026-11-10T19:00:00+00:00",
}
OTHER = {
    "url": "https://gazette.example/bridge",
    "outlet": "River Gazette",
    "title": "New bridge over the Lom opens to cyclists",
    "text": "The new bridge over the Lom opened to cyclists on Monday, the town council said.\n\nIt cost "
    "4 million crowns "
    "and replaces a ferry that had run for sixty years between the two banks.",
    "published": "2026-11-09T08:00:00+00:00",
}
START = datetime(2026, 11, 10, 11, tzinfo=UTC)


class Clock:
    """The desk's time."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def pass_(self, **span):
        self.now += timedelta(**span)


class Newsroom:
    """A desk that reports come to: `come(ROW, hours=2)` lets time pass and takes one in."""

    def __init__(self, desk, clock):
        self.desk, self.clock = desk, clock

    def come(self, *rows, **span):
        self.clock.pass_(**(span or {"hours": 1}))
        self.desk.take_in_jsonl([json.dumps(row) for row in rows])

    def alert(self, name="All", **fields):
        fields.setdefault("kinds", ["denial", "contested", "figure-changed", "correction", "story"])
        return self.desk.add_alert(self.desk.drafted_alert(name, **fields))


def settings_for(store_url, folder, **values):
    return Settings(
        {
            "store.url": store_url,
            "desk.data": str(folder),
            "web.address": "https://desk.example",
            "notify.allow_private": True,
            "mail.from": "desk@desk.example",
            "mail.starttls": False,
            "notify.deadline": 20.0,
            "notify.keep_days": 36_500,  # by the clock on the wall, which moves on from the one in hand
            **values,
        }
    )
