"""What is handed in: files, folders, lines. A file's folder tells it apart from others of its name."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infostreamer.desk.views import Added
from infostreamer.model import Capture, Failure, content_id
from infostreamer.model.file_names import numbered

if TYPE_CHECKING:
    from infostreamer.flow import Flow
    from infostreamer.store import Store, Unit

_MANY = 32  # captures to a unit, as they are kept


class TakingIn:
    """Reports that somebody hands to the desk."""

    store: Store

    if TYPE_CHECKING:

        def now(self) -> datetime: ...
        def failures(self) -> list[Failure]: ...
        @property
        def flow(self) -> Flow: ...

    def take_in_paths(self, paths: Sequence[Path]) -> Added:
        """Take in files and folders as reports, and derive everything from them at once."""
        from infostreamer.collect import path_groups

        return self._take_in(path_groups(paths, now=self.now()))

    def take_in_jsonl(self, stream: Iterable[str | bytes]) -> Added:
        """Take in reports, one JSON object per line."""
        from infostreamer.collect import jsonl_groups

        return self._take_in(jsonl_groups(stream, now=self.now()))

    def _take_in(self, groups: Iterable[tuple[list[Capture], list[Failure]]]) -> Added:
        """Group by group: what is kept is not held. Derived once, at the end."""
        from infostreamer.flow.schedule import take_in_captures

        before, told = {failure.id for failure in self.failures()}, set[str]()
        taken, known = list[str](), 0
        for captures, failures in groups:
            told |= {failure.id for failure in failures}
            with self.store.unit() as unit:
                for failure in failures:
                    unit.failures.put(failure)
                for failure_id in before & {_trouble_with(capture.address).id for capture in captures}:
                    unit.failures.clear(failure_id)  # it was mended
            for at in range(0, len(captures), _MANY):
                with self.store.unit() as unit:
                    few = [told_apart(unit, capture) for capture in captures[at : at + _MANY]]
                    new = [one for one in few if not unit.captures.has(one.id)]
                known += len(few) - len(new)
                take_in_captures(self.store, new)
                taken += [one.id for one in new]
        self.flow.enrich()
        purged = self._forgotten(taken)
        unreadable = [failure for failure in self.failures() if failure.id in told or failure.id not in before]
        return Added(taken_in=len(taken) - purged, known=known, purged=purged, failures=tuple(unreadable))

    def _forgotten(self, capture_ids: Sequence[str]) -> int:
        """How many of them are not kept: what was purged is known as such once it is read, or never let in."""
        with self.store.read() as unit:
            return sum(not unit.captures.has(capture_id) for capture_id in capture_ids)


def _trouble_with(address: str) -> Failure:
    """The failure, without its words, of what was to be taken in from there."""
    return Failure(item=address, stage="collect", error="")


def told_apart(unit: Unit, capture: Capture) -> Capture:
    """The capture under an address of its own where a file of this name came from another folder before.

    The first folder has the name as it was given ("file:a.txt"), the next ones a number with it ("file:a.txt~2"). The
    same bytes under the same name are the same file, wherever it lies now: a folder that was moved goes on under its
    number. Folders are kept as hashes. A file that is named from the root, one whose page's address is known, and
    lines of a file are told apart by these already.
    """
    name = capture.address.removeprefix("file:")
    if name == capture.address or capture.final_address != capture.address or os.path.isabs(name):
        return capture
    key = f"file.{content_id('file', name)}"
    folders: dict[str, int] = json.loads(unit.meta.get(key) or "{}")
    folder = content_id("folder", os.path.realpath(os.path.dirname(name)))
    number = folders.get(folder)
    if number is None:
        used = 1 + max(folders.values(), default=-1)
        same = (one for one in range(used) if unit.captures.has(_at(capture, one).id))
        number = next(same, used)
        unit.meta.put(key, json.dumps({**folders, folder: number}, sort_keys=True))
    return _at(capture, number)


def _at(capture: Capture, number: int) -> Capture:
    address = numbered(capture.address, number)
    return replace(capture, id=Capture.make_id(address, capture.body), address=address, final_address=address)
