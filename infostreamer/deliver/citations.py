"""Sheet -> reference managers: BibTeX, RIS and CSL-JSON, one entry for each report that is cited.

BibTeX: entry types and fields of biblatex (`@online`, `urldate`, `langid` left out), special characters escaped for
LaTeX. RIS: tags of the RIS format specification of Reference Manager. CSL-JSON: variables of CSL 1.0.2.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from infostreamer.deliver.sheet import Origin, Sheet
from infostreamer.model import fold
from infostreamer.text.clean import one_line

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(sheet: Sheet) -> bytes:
    """One `@online` entry per report, UTF-8; keys are outlet, year and report id."""
    return "\n".join(_bibtex(origin, sheet) for origin in sheet.origins).encode("utf-8", "replace")


def _bibtex(origin: Origin, sheet: Sheet) -> str:
    date = _date(origin)
    fields = {
        "title": "{" + _tex(origin.title or "Untitled report") + "}",
        "author": " and ".join("{" + _tex(name) + "}" for name in origin.byline) or "{" + _tex(origin.outlet) + "}",
        "organization": "{" + _tex(origin.outlet) + "}",
        "date": "-".join(date) if date else None,
        "year": date[0] if date else None,
        "url": _address(origin.original or origin.stored),
        "urldate": _day(origin.fetched_at),
        "note": _tex(f"Cited in {sheet.title}, {sheet.permanent}. SHA-256 of the text {origin.sha256}"),
    }
    rows = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{_key(origin)},", *rows, "}", ""])


def _key(origin: Origin) -> str:
    bare = unicodedata.normalize("NFKD", fold(origin.outlet))
    name = re.sub(r"[^a-z0-9]", "", bare)[:20] or "report"
    return f"{name}{(_date(origin) or ('',))[0]}-{origin.report_id[:8]}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in one_line(text))


def _address(address: str) -> str:
    """An address inside braces: braces and backslashes percent-encoded, which URLs allow."""
    return one_line(address).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")


def ris(sheet: Sheet) -> bytes:
    """One `NEWS` record per report, UTF-8, lines ended by CR LF as the format asks."""
    records = [_ris(origin, sheet) for origin in sheet.origins]
    return "\r\n".join(line for record in records for line in [*record, ""]).encode("utf-8", "replace")


def _ris(origin: Origin, sheet: Sheet) -> list[str]:
    date = _date(origin)
    fields: list[tuple[str, str | None]] = [
        ("TY", "NEWS"),
        ("ID", origin.report_id),
        ("TI", origin.title or "Untitled report"),
        *(("AU", name) for name in origin.byline or (origin.outlet,)),
        ("T2", origin.outlet),
        ("PY", date[0] if date else None),
        ("DA", "/".join((*date, "", "", "")[:3]) + "/" if date else None),
        ("LA", origin.language),
        ("UR", origin.original or origin.stored),
        ("L2", origin.stored),
        ("Y2", (_day(origin.fetched_at) or "").replace("-", "/") + "/" if origin.fetched_at else None),
        ("N1", f"Cited in {sheet.title}, {sheet.permanent}. SHA-256 of the text {origin.sha256}"),
    ]
    lines = [f"{name}  - {one_line(value)}" for name, value in fields if value]
    return [*lines, "ER  - "]


def csl_json(sheet: Sheet) -> bytes:
    """A list of `article-newspaper` items."""
    items = [_csl(origin, sheet) for origin in sheet.origins]
    return msgspec.json.format(msgspec.json.encode(items), indent=1)


def _csl(origin: Origin, sheet: Sheet) -> dict[str, Any]:
    date, accessed = _date(origin), _day(origin.fetched_at)
    item: dict[str, Any] = {
        "id": origin.report_id,
        "type": "article-newspaper",
        "title": origin.title or "Untitled report",
        "author": [{"literal": name} for name in origin.byline],
        "container-title": origin.outlet,
        "issued": {"date-parts": [[int(part) for part in date]]} if date else None,
        "accessed": {"date-parts": [[int(part) for part in accessed.split("-")]]} if accessed else None,
        "language": origin.language,
        "URL": origin.original or origin.stored,
        "archive_location": origin.stored,
        "note": f"Cited in {sheet.title}, {sheet.permanent}. SHA-256 of the text {origin.sha256}",
    }
    return {name: value for name, value in item.items() if value}


def _date(origin: Origin) -> tuple[str, ...]:
    """Year, month and day, as many of them as are known; none without a date."""
    at = origin.published
    if at is None or origin.precision in ("decade", "unknown"):
        return ()
    parts = (f"{at.year:04d}", f"{at.month:02d}", f"{at.day:02d}")
    return parts[: {"year": 1, "month": 2}.get(origin.precision or "", 3)]


def _day(at: datetime | None) -> str | None:
    return at.astimezone(UTC).date().isoformat() if at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """What a citation of a story is made of; `state` says whether a person reviewed it."""

    desk: str
    title: str
    address: str  # of this revision
    revision: int | None
    at: datetime | None
    state: str


def cite_as(cited: Citable, *, accessed: datetime) -> tuple[tuple[str, str], ...]:
    """(style, citation) in common styles, as plain text.

    Made of the desk's name, the headline, the address of this revision and the day of access; the styles follow the
    published patterns for a web page with a corporate author.
    """
    desk, title, at, address = cited.desk, one_line(cited.title).rstrip("."), cited.at, cited.address
    seen, state = _british(accessed), f"{cited.state[:1].upper()}{cited.state[1:]}"
    revision = f", revision {cited.revision}" if cited.revision else ""
    day, us, year = (_british(at), _us(at), str(at.year)) if at else ("n.d.", "n.d.", "n.d.")
    apa = f"{at.year}, {_MONTHS[at.month - 1]} {at.day}" if at else "n.d."
    return (
        ("Plain", f"“{title}”. {desk}{revision}, {day}. {address} (accessed {seen}). {state}."),
        ("APA", f"{desk}. ({apa}). {title} [{state}]. {address}"),
        ("Chicago", f"{desk}. “{title}.” {us}{revision}. Accessed {_us(accessed)}. {address}."),
        ("MLA", f"“{title}.” {desk}, {day}, {address}. Accessed {seen}."),
        ("Harvard", f"{desk} ({year}) {title}{revision}. Available at: {address} (Accessed: {seen})."),
    )


_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _us(at: datetime) -> str:
    return f"{_MONTHS[at.month - 1]} {at.day}, {at.year}"


def _british(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"
