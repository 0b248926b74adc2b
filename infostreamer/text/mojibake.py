"""Text decoded under the wrong name, and the encoding that the bytes of words themselves speak for."""

from __future__ import annotations

import re

from infostreamer.text import language_of

_REPLACED = "\ufffd"
_ACCENTED = re.compile(r"[\u00c0-\u00ff¤§¨©®°±¶·µ¸¹º¼½¾¿¡¢£¥¦ª«¬¯²³´»×÷]{4,}")
"""Four accented letters in a row stand in hardly any word of a language that is written in Latin letters."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{4,}")
_CYRILLIC = ("cp1251", "koi8-u", "iso-8859-5", "cp866")
_COMMON = frozenset("оеаинтсрвлі")
"""The ten most frequent letters of Russian, and the Ukrainian and Belarusian і: together well over half of any text."""
_WESTERN = frozenset(["ca", "da", "de", "en", "es", "fi", "fr", "it", "is", "nb", "nl", "nn", "no", "pt", "sv"])
_CENTRAL = frozenset(["cs", "hr", "hu", "pl", "ro", "sk", "sl"])
_C1 = re.compile(rb"[\x80-\x9f]")
_MOST = 60_000


def is_broken(text: str, body: bytes) -> bool:
    """True where the words of the text, decoded from the body, are broken in the way that a wrong encoding does it."""
    sample = text[:_MOST]
    broken = sample.count(_REPLACED)
    if broken > 20 and broken * 4 > sum(1 for char in sample if ord(char) > 127 and char != _REPLACED):
        return True
    words = sum(1 for _ in _WORD.finditer(sample)) or 1
    accented = sum(1 for _ in _ACCENTED.finditer(sample))
    if accented >= 8 and accented * 12 > words:
        return True
    letters = [char for char in sample if "\u0400" <= char <= "\u04ff"]
    common = sum(1 for char in letters if char in _COMMON)
    return len(letters) > 60 and common * 4 < len(letters) and _cyrillic_of(body) is not None


def encoding_of(body: bytes) -> str | None:
    """The single-byte encoding in which the bytes are words of a language that uses it; None where none is sure."""
    if (cyrillic := _cyrillic_of(body)) is not None:
        return cyrillic
    if _HIGH_RUN.search(body) and len(_HIGH_RUN.findall(body[:_MOST])) > 8:
        return None
    language = language_of(re.sub(r"<[^>]*>", " ", body[: 2 * _MOST].decode("cp1252", "replace")))
    if language in _WESTERN:
        return "cp1252"
    if language in _CENTRAL:
        return "cp1250" if _C1.search(body) else "iso-8859-2"
    return "cp1254" if language == "tr" else None


def _cyrillic_of(body: bytes) -> str | None:
    runs = b" ".join(_HIGH_RUN.findall(body[: 4 * _MOST]))[:_MOST]
    if len(runs) < 8:
        return None
    score, best = max((_share(runs, encoding), encoding) for encoding in _CYRILLIC)
    return best if score >= (0.5 if len(runs) >= 60 else 0.6) else None


def _share(runs: bytes, encoding: str) -> float:
    """Of the letters, the share that is small and among the most frequent."""
    letters = runs.decode(encoding, "replace").replace(" ", "")
    return sum(1 for char in letters if char in _COMMON) / len(letters)
