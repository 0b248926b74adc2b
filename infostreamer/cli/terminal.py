"""Text from anywhere -> text that a terminal only shows. Publishers, file names and arguments cannot steer it."""

from __future__ import annotations

import re

import click

# Control characters (escape sequences begin with one), bidirectional overrides and isolates (they show other words than
# there are), line and paragraph separators, and lone surrogates (bytes of a file name that are not UTF-8).
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT_ESCAPE = 0xFF


def visible(text: str) -> str:
    r"""The text with every steering character written out (\x1b, \u202e); line ends and tabs stay."""
    return _STEERING.sub(_written, text)


def one_line(text: str) -> str:
    """The visible text with its line ends written out too: a name cannot begin a line of its own."""
    return visible(text).replace("\n", "\\n")


def visible_json(encoded: str) -> str:
    r"""The same JSON value: steering characters as \uXXXX escapes, which JSON allows in every string."""
    return _STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", encoded)


def echo(text: str = "", *, err: bool = False) -> None:
    """Print visible text, on stdout or stderr."""
    click.echo(visible(text), err=err)


def _written(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code <= _SHORT_ESCAPE else f"\\u{code:04x}"
