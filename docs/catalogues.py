"""Gathers the words of the interface into infostreamer/web/catalogues and compiles what is translated.

`python docs/catalogues.py` renews desk.pot from the templates and the code, brings every desk.po to it and writes every
desk.mo. Needs Babel (the `test` extra). The same sources give the same bytes: no dates, no line numbers.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "infostreamer"
CATALOGUES = PACKAGE / "web" / "catalogues"
LANGUAGES = ("be", "ru", "uk")
PLURALS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
"""CLDR, "Language Plural Rules": the same for the three."""
_COUNTED = re.compile(r"""plural\("([^"]+)"(?:,\s*"([^"]+)")?\)""")
_KEYWORDS = {"gettext_": None, "ngettext_": (1, 2), "ngettext": (1, 2), "marked": None}
_CODE = (*sorted((PACKAGE / "web").rglob("*.py")), PACKAGE / "desk" / "pieces.py")

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # where the format asks for one

Message = str | tuple[str, str]


def messages() -> dict[Message, set[str]]:
    """Every message with the files it stands in; a pair for one with a plural."""
    found: dict[Message, set[str]] = {}
    for path, message in (*_in_templates(), *_in_code(), *_in_values()):
        found.setdefault(message, set()).add(path)
    return found


def template() -> Catalog:
    """The catalogue without translations, in the order of the English words."""
    catalog = Catalog(domain="desk", project="Information Streamer", charset="utf-8", fuzzy=False)
    for message, paths in sorted(messages().items(), key=lambda item: _first(item[0])):
        catalog.add(message, locations=[(path, 0) for path in sorted(paths)])
    return catalog


def renewed(language: str) -> Catalog:
    """The catalogue of a language with exactly the messages there are now; what is new is empty."""
    path = CATALOGUES / language / "LC_MESSAGES" / "desk.po"
    old = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    catalog = Catalog(locale=language, domain="desk", project="Information Streamer", charset="utf-8", fuzzy=False)
    for message in template():
        if message.id:
            known = old.get(_first(message.id))
            string = known.string if known is not None and known.pluralizable == message.pluralizable else None
            catalog.add(message.id, string or (("", "", "") if message.pluralizable else ""), message.locations)
    return catalog


def po_of(catalog: Catalog) -> bytes:
    """The catalogue as a .po file."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True, sort_output=False, include_lineno=False)
    return _header(str(catalog.locale) if catalog.locale else "").encode() + out.getvalue()


def mo_of(po: bytes, language: str) -> bytes:
    """The .po file compiled."""
    out, catalog = io.BytesIO(), read_po(io.BytesIO(po), locale=language)
    catalog.creation_date = catalog.revision_date = _NO_DATE
    write_mo(out, catalog)
    return out.getvalue()


def main() -> int:
    """Writes the files; says what is not translated."""
    CATALOGUES.mkdir(exist_ok=True)
    (CATALOGUES / "desk.pot").write_bytes(po_of(template()))
    missing = 0
    for language in LANGUAGES:
        catalog, folder = renewed(language), CATALOGUES / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        po = po_of(catalog)
        (folder / "desk.po").write_bytes(po)
        (folder / "desk.mo").write_bytes(mo_of(po, language))
        absent = [message.id for message in catalog if message.id and not _is_whole(message.string)]
        missing += len(absent)
        sys.stderr.write(f"{language}: {len(catalog)} messages, {len(absent)} not translated\n")
    return 1 if missing else 0


def _first(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def _is_whole(string: str | tuple[str, ...]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


def _header(language: str) -> str:
    lines = ["Project-Id-Version: Information Streamer", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines += ["Content-Transfer-Encoding: 8bit"]
    lines += [f"Language: {language}", f"Plural-Forms: {PLURALS}"] if language else []
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def _in_templates() -> Iterator[tuple[str, Message]]:
    for path in sorted((PACKAGE / "web" / "templates").glob("*.html")):
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for _, message, _, _ in extract("jinja2.ext.babel_extract", io.BytesIO(text.encode()), options=_JINJA):
            yield name, message
        for word, many in _COUNTED.findall(text):
            yield name, (f"%(num)s {word}", f"%(num)s {many or word + 's'}")


_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def _in_code() -> Iterator[tuple[str, Message]]:
    for path in _CODE:
        with path.open("rb") as source:
            for _, message, _, _ in extract("python", source, keywords=_KEYWORDS):
                yield path.relative_to(ROOT).as_posix(), message


def _in_values() -> Iterator[tuple[str, Message]]:
    from infostreamer.web import vocabulary

    for message in vocabulary.words():
        yield "infostreamer/web/vocabulary.py", message


if __name__ == "__main__":
    sys.exit(main())
