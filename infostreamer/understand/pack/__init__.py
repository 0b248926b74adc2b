"""The embedded model pack: tags, trees, lemmas and names of an English report, NumPy only, nothing fetched."""

from __future__ import annotations

from infostreamer.understand.pack.doors import configure, parse, reader_name, use
from infostreamer.understand.pack.parse import Parse, Sentence, Token

__all__ = ["Parse", "Sentence", "Token", "configure", "parse", "reader_name", "use"]
