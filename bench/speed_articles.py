"""Invented articles with the statistics of news: word frequencies by rank, 300-600 words, paragraphs, quotations."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from infostreamer.model import Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "sto", "tri", "ver", "zan", "wel")
_PEOPLE = ["Ana Ribe", "Tomas Orlic", "Mira Vell", "Jon Hask", "Lena Dorn", "Pavel Strin", "Eva Marr", "Karl Toven"]
_GLUE = ("the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "was", "as", "by", "at", "from", "after")
START = datetime(2031, 5, 1, 8, tzinfo=UTC)


def texts(count: int, *, seed: int = 7) -> list[tuple[str, str]]:
    """`count` times (title, body), the same for the same seed."""
    dice = random.Random(seed)
    rare = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 5) for rank in range(len(rare))]
    words = iter(dice.choices(rare, weights, k=count * 420))
    return [_text(dice, words) for _ in range(count)]


def reports(count: int) -> list[Report]:
    """`count` reports of those texts, as the extract room would give them."""
    return [_report(number, title, body) for number, (title, body) in enumerate(texts(count))]


def page(title: str, body: str, number: int) -> bytes:
    """The text as a page with the furniture of a news site, bytes as served."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
    menu = "".join(f'<li><a href="/s/{at}">Section {at}</a></li>' for at in range(40))
    when = (START + timedelta(minutes=number)).isoformat()
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - The Wire</title><meta property="og:title" '
        f'content="{title}"><meta property="article:published_time" content="{when}"></head><body><nav><ul>{menu}</ul>'
        f"</nav><main><article><h1>{title}</h1>{paragraphs}</article></main><footer><p>Rights reserved.</p></footer>"
        "</body></html>"
    ).encode()


def _text(dice: random.Random, words: object) -> tuple[str, str]:
    person = dice.choice(_PEOPLE)
    title = f"{person} on {_phrase(dice, words, 4)}"
    paragraphs = ["".join(_sentence(dice, words, person) for _ in range(3)).strip() for _ in range(dice.randint(6, 10))]
    return title, "\n\n".join(paragraphs)


def _sentence(dice: random.Random, words: object, person: str) -> str:
    said = _phrase(dice, words, 8)
    forms = (
        f"{said.capitalize()}.",
        f"“{said.capitalize()},” {person} said on May 1.",
        f"At least {dice.randint(2, 900)} {said}.",
    )
    return dice.choices(forms, (6, 2, 1))[0] + " "


def _phrase(dice: random.Random, words: object, size: int) -> str:
    return " ".join(f"{next(words)} {dice.choice(_GLUE)}" for _ in range(size // 2)) + f" {next(words)}"  # type: ignore[call-overload]


def _report(number: int, title: str, body: str) -> Report:
    text, address = f"{title}\n\n{body}", f"https://wire.example/{number}"
    start = len(title) + 2
    return Report(
        id=Report.make_id(address, text),
        capture_id=f"c{number}",
        address=address,
        canonical=address,
        host="wire.example",
        outlet="The Wire",
        title=title,
        byline=(),
        published=Published(at=START + timedelta(minutes=number), basis="given"),
        language="en",
        kind="report",
        text=text,
        body_start=start,
        paragraphs=tuple((a + start, b + start) for a, b in split_paragraphs(body)),
        sentences=((0, len(title)), *((a + start, b + start) for a, b in split_sentences(body))),
    )
