"""A typed page -> HTML or its JSON twin, from the same value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

import jinja2
import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from infostreamer.model import PUBLIC, Finding, finding_to_json
from infostreamer.web import addresses, choices, tongue, words
from infostreamer.web.cite_links import cite_links
from infostreamer.web.feed_links import feed_links
from infostreamer.web.land import land
from infostreamer.web.note_rows import note_rows
from infostreamer.web.parts.behind import behind_of
from infostreamer.web.permits import may
from infostreamer.web.reader import reader_of
from infostreamer.web.session import form_token
from infostreamer.web.static_files import static_path
from infostreamer.web.strangers import unsigned

_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_STEERING = tuple(
    map(re.compile, (rb"\xc2[\x80-\x84\x86-\x9f]", rb"\xe2\x80[\xaa-\xae]", rb"\xef\xbf[\xbe\xbf]"))
)  # in UTF-8: U+0080-9F but for NEL, U+202A-E, noncharacters; one pattern of all three takes six times as long
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "infostreamer_theme"
_FOLDER = Path(__file__).parent / "templates"


class Page(Protocol):
    """What every page value says of itself; everything else in it is shown and is in the JSON twin."""

    SCHEMA: ClassVar[str]  # "infostreamer/story/1"
    TEMPLATE: ClassVar[str]  # "story.html"


def make_templates() -> jinja2.Environment:
    """The templates, always escaping: only text is ever rendered, never a publisher's HTML."""
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words.install(templates)
    templates.filters.update(
        amount=amount_words,
        plural=plural,
        word=tongue.word,
        desk_query=desk_query,
    )
    templates.globals.update(
        cite_links=cite_links,
        dossier_path=addresses.dossier_path,
        land=land,
        note_rows=note_rows,
        search_path=addresses.search_path,
        static_path=static_path,
    )
    return templates


def plural(count: int, word: str, many: str | None = None) -> str:
    """ "1 report", "2 reports", in the form that the language in use has for this count."""
    form = tongue.ngettext_(f"%(num)s {word}", f"%(num)s {many or word + 's'}", count)
    return form % {"num": f"{count:,}".replace(",", "\u202f")}


def desk_query(fields: Mapping[str, object]) -> str:
    """The fields that say something, as the query of an address."""
    return urlencode({name: value for name, value in fields.items() if value})


def amount_words(value: float | None) -> str:
    """A number with narrow spaces between thousands and no needless decimals."""
    if value is None:
        return "–"
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    return whole.replace(",", "\u202f")


def respond(request: Request, page: Page, *, status: int = 200) -> Response:
    """The page as its address asks: JSON where the path ends in .json, else HTML; without names for strangers."""
    page = unsigned(page) if reader_of(request) == PUBLIC else page
    if request.url.path.endswith(".json"):
        return Response(json_of(page), status, media_type="application/json", headers={"cache-control": "no-cache"})
    tongue.use(tongue.language_of(request))
    around = surroundings(request)
    request.state.page_token = around["token"].encode()  # a page that is given again carries another one
    template = request.app.state.templates.get_template(page.TEMPLATE)
    html = template.render(page=page, twin=twin_of(request), **around)
    return Response(
        _bare(html.encode("utf-8", "replace")), status, media_type="text/html", headers={"cache-control": "no-cache"}
    )


def _bare(page: bytes) -> bytes:
    """The page without characters that HTML has no place for (13.1.4 of the standard) and that steer the terminal of
    whoever looks at it there or turn words round: what was asked for, words and path, stands in it again.
    """
    page = page.translate(None, _CONTROLS)
    for pattern in _STEERING:
        page = pattern.sub(b"", page)
    return page


def json_of(page: Page) -> bytes:
    """The JSON twin: the page's fields beside its schema."""
    assert dataclasses.is_dataclass(page)
    fields = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    return msgspec.json.encode({"schema": page.SCHEMA, **fields}, enc_hook=_encode_other)


def _encode_other(value: Any) -> Any:
    if isinstance(value, Finding):
        return finding_to_json(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON twin.")


def surroundings(request: Request) -> dict[str, Any]:
    """What the frame around every page needs."""
    theme = request.cookies.get(THEME_COOKIE, "auto")
    return {
        "desk_name": request.app.state.settings["desk.name"],
        "desk_notice": request.app.state.settings["desk.notice"],
        "theme": theme if theme in THEMES else "auto",
        "token": form_token(request),
        "language": tongue.current(),
        "direction": tongue.direction(tongue.current()),
        "reader": reader_of(request),
        "may": partial(may, request),
        "has_login": getattr(request.state, "has_login", False),
        "is_logged_in": getattr(request.state, "has_login", False) and reader_of(request) != PUBLIC,
        **choices.frame_of(request),
        "feeds": feed_links(request.url.path, desk=request.app.state.settings["desk.name"])
        if may(request, "public")
        else (),
        "behind_now": partial(behind_of, request.app.state.desk),  # asked only by pages that show it
        "path": request.url.path,
        "query": request.query_params.get("q", "") if request.url.path == "/search" else "",
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    }


def twin_of(request: Request) -> str | None:
    """The address of this page's JSON twin."""
    path = "/desk" if request.url.path == "/" else request.url.path.rstrip("/")
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")


def moved(path: str) -> Response:
    """To the page's one true address, for good."""
    return RedirectResponse(path, 308)


def see(path: str) -> Response:
    """After a form: look there."""
    return RedirectResponse(path, 303)
