"""A desk on which nobody wrote or judged anything."""

from __future__ import annotations


class FakePeople:
    def notes(self, item=None, **_):
        return []

    def notes_on_story(self, story, **_):
        return []

    def notes_on_report(self, report, **_):
        return []

    def reviewed(self, story):
        return None

    def corrections(self, story):
        return []
