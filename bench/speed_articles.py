"""Invented articles with the statistics of news: word frequencies by rank, 300-600 words, paragraphs, quotations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from infostreamer.model import Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "sto", "tri", "ver", "zan", "wel")
_PEOPLE = ["Ana Ribe", "Tomas Orlic", "Mira Vell", "Jon Hask", "Lena Dorn", "Pavel Strin", "Eva Marr", "Karl Toven"]
_GLUE = ("the", "of", "and", "to", "in", "a", "that", "for", "on", "with", "was", "as", "by", "at", "from", "after")
START = datetime(2031, 5, 1, 8, tzinfo=UTC)


def texts(count: int, *, seed: int = 7) -> list[tuple[str, str]]:
    """`count` times (title, body), the same for the same seed; about four articles tell of one happening."""
    dice = Random(seed)
    common = [_word(dice) for _ in range(3000)]
    happenings = [_happening(dice, common) for _ in range(count // 4 + 1)]
    return [
        _text(dice, happenings[min(int(dice.expovariate(0.15)) + at // 4, len(happenings) - 1)]) for at in range(count)
    ]


def reports(count: int) -> list[Report]:
    """`count` reports of those texts, as the extract room would give them."""
    return [_report(number, title, body) for number, (title, body) in enumerate(texts(count))]


def stream(first: int, end: int) -> Iterator[Report]:
    """The reports numbered `first` to `end`, one at a time; the same for the same numbers."""
    return _streamed(first, end, (8, 14))


def short_reports(first: int, end: int) -> Iterator[Report]:
    """As `stream`, with about 70 words each."""
    return _streamed(first, end, (2, 2))


def _streamed(first: int, end: int, size: tuple[int, int]) -> Iterator[Report]:
    common = [_word(Random(number)) for number in range(3000)]
    happening = _happening(Random(-1 - first // 4), common)
    for number in range(first, end):
        dice = Random(number)
        if number % 4 == 0:
            happening = _happening(Random(-1 - number // 4), common)
        yield _report(number, *_text(dice, happening, size))


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


def _word(dice: Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4)))


def _happening(dice: Random, common: list[str]) -> tuple[list[str], list[str]]:
    """The people in it, and the words told of it: a third of them its own."""
    people = [f"{dice.choice(_PEOPLE).split()[0]} {_word(dice).capitalize()}" for _ in range(3)]
    return people, [_word(dice) for _ in range(60)] + dice.sample(common, 120)


def _text(dice: Random, happening: tuple[list[str], list[str]], size: tuple[int, int] = (8, 14)) -> tuple[str, str]:
    people, words = happening
    title = f"{people[0]} on {_phrase(dice, words, 4)}"
    paragraphs = [
        "".join(_sentence(dice, words, dice.choice(people)) for _ in range(3)).strip()
        for _ in range(dice.randint(*size))
    ]
    return title, "\n\n".join(paragraphs)


def _sentence(dice: Random, words: list[str], person: str) -> str:
    said = _phrase(dice, words, 10)
    counted = f"At least {dice.randint(2, 900)} {said}."
    forms = (f"{said.capitalize()}.", f"“{said.capitalize()},” {person} said on May 1.", counted)
    return dice.choices(forms, (6, 2, 1))[0] + " "


def _phrase(dice: Random, words: list[str], size: int) -> str:
    return " ".join(f"{dice.choice(words)} {dice.choice(_GLUE)}" for _ in range(size // 2)) + f" {dice.choice(words)}"


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
