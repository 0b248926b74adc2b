"""Sheet -> one HTML file that opens from disk: styles inside, no script, nothing fetched, all citations as notes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import jinja2

from infostreamer.deliver.sheet import WITHHELD, Sheet
from infostreamer.text.links import outside
from infostreamer.text.when import day_words, edtf_words, moment

_FOLDER = Path(__file__).parent / "templates"
STYLESHEET = "/share/sheet.css"
"""Where the desk serves the same styles to pages that it shares."""


def single_file(sheet: Sheet) -> bytes:
    """The whole page with its styles inside, UTF-8."""
    return _render(sheet, style=stylesheet())


def shared_page(sheet: Sheet) -> bytes:
    """The same page with its styles at `STYLESHEET`, as a served page must have them, and no links into the desk."""
    return _render(sheet, style="")


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The styles of the page."""
    return (_FOLDER / "sheet.css").read_text("utf-8")


def _render(sheet: Sheet, *, style: str) -> bytes:
    state = f"{sheet.state[:1].upper()}{sheet.state[1:]}."
    html = (
        _templates()
        .get_template("sheet.html")
        .render(sheet=sheet, style=style, stylesheet=STYLESHEET, state=state, withheld_words=WITHHELD)
    )
    return html.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(when=edtf_words, moment=_moment, day=_day, link=outside)
    return templates


def _moment(at: datetime) -> str:
    found = moment(at)
    return found.text if found else ""


def _day(at: datetime) -> str:
    return day_words(at.astimezone(UTC))
