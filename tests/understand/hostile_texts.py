"""Texts that are hard to read in linear time: name -> generator of a text of about so many characters.

Each repeats what some rule looks for, without what would end its search. All names in them are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count, islice

_NEWS = (
    "TARVOST, Nov 10 (Corran) – Police in Dravin detained Danil Ostrevko on Monday, his wife Vera Holm said. "
    "“We were told nothing,” she added. “We waited for nine hours.” Interior Minister Gleb Tarasun denied on "
    "12 November 2026 that about 160 citizens abroad would face prosecution, according to the Free Rails committee. "
    "More than 1,500 people were in prison in February 2025, up 12 percent from a year earlier, and two others were "
    "extradited from Thailand. The ministry rejected the claim as “baseless”, and Ostrevko's lawyer, who asked not to "
    "be named, told Nortava TV that he would appeal to the Supreme Court of Varania within five days.\n\n"
)
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pra", "sto", "tri", "ver", "zan", "wel")
_MONTHS = "January February March April May June July August September October November December"
_HEDGES = "more than about at least up to nearly some over around approximately as many as"
_MARKS = "“”\"'‘’«»‹›„‚()[]{}—–-,;:.!?…/\\|@#$%^&*~`_<>+=°©™€£"


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _drawn(pieces: list[str], joint: str = " ") -> Callable[[int], str]:
    def made(size: int) -> str:
        dice = random.Random(11)
        mean = sum(map(len, pieces)) / len(pieces) + len(joint)
        return joint.join(dice.choices(pieces, k=int(size / mean) + 1))[:size]

    return made


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=3)).capitalize()


def _many_names(form: str) -> Callable[[int], str]:
    """Sentences that each name somebody new."""

    def made(size: int) -> str:
        dice = random.Random(5)
        each = len(form.format(given="Holandi", surname="Holandi"))
        return "".join(form.format(given=_word(dice), surname=_word(dice)) for _ in range(size // each + 1))[:size]

    return made


def _counting(form: str) -> Callable[[int], str]:
    return lambda size: "".join(islice((form.format(at) for at in count(1)), size // len(form) + 1))[:size]


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * (size // 2 // len(opening)) + "word" + closing * (size // 2 // len(closing))


def _paragraphs_of(piece: str) -> Callable[[int], str]:
    return _repeated(piece + "\n\n")


TEXTS: dict[str, Callable[[int], str]] = {
    "straight quotes only": _repeated('"'),
    "apostrophes only": _repeated("'"),
    "opening curly quotes only": _repeated("“"),
    "opening curly quotes apart": _repeated("“ "),
    "opening quotes before words": _repeated("“we were told "),
    "opening single quotes before words": _repeated("‘we were told "),
    "straight quotes between words": _repeated('said "we '),
    "quotes open in every paragraph": _paragraphs_of("“We waited for nine hours. Nobody came, Ana Ribe said."),
    "closing quotes only": _repeated("we waited” "),
    "guillemets": _repeated("«мост » "),
    "opening guillemets": _repeated("« il a dit "),
    "nested quotes": _nested("“‘", "’”"),
    "low and high quotes": _repeated("„Wir warten“, sagte Jon Hask. "),
    "round brackets": _nested("(", ")"),
    "square brackets unclosed": _repeated("[he said "),
    "round brackets unclosed": _repeated("(Corran "),
    "said said said": _repeated("said "),
    "said that": _repeated("said that "),
    "he said she said": _repeated("he said she said "),
    "according to": _repeated("according to "),
    "cues after commas": _repeated(", said, "),
    "he said, without a stop": _repeated("he said he would go, she added, "),
    "denied that": _repeated("Ostrevko denied that the ministry denied that "),
    "reportedly": _repeated("reportedly allegedly "),
    "not": _repeated("not "),
    "to": _repeated("to "),
    "of the": _repeated("of the "),
    "of names": _repeated("of the Ministry "),
    "names of names": _repeated("Ministry of Rails of "),
    "and": _repeated("and "),
    "names and names": _repeated("Ana Ribe and "),
    "names and commas": _repeated("Ana Ribe, "),
    "capitals": _repeated("ABC "),
    "capitalised words": _repeated("Velder "),
    "capitalised different words": _many_names("{given} {surname} "),
    "capital letters": _repeated("A. "),
    "initials": _repeated("J. K. Orlic "),
    "one word": _repeated("a"),
    "one capital word": _repeated("A"),
    "one Cyrillic word": _repeated("щ"),
    "hyphens": _repeated("a-"),
    "hyphenated names": _repeated("Velder-"),
    "dashes": _repeated("— "),
    "dashes between names": _repeated("Ribe — Orlic – "),
    "digits": _repeated("7"),
    "digits and points": _repeated("7."),
    "digits and commas": _repeated("7,"),
    "digits apart": _repeated("7 "),
    "thousands": _repeated("1,000 "),
    "numbers counted": _counting("{} people "),
    "ranges": _repeated("7-8-"),
    "number words": _drawn(["one", "two", "twenty", "hundred", "thousand", "million", "half", "dozen", "a", "and"]),
    "number words joined": _repeated("hundred and "),
    "hedges": _drawn(_HEDGES.split()),
    "money": _repeated("$ 7 million € "),
    "percent": _repeated("7 % to "),
    "full stops": _repeated("."),
    "full stops apart": _repeated(". "),
    "commas": _repeated(","),
    "commas apart": _repeated(", "),
    "colons": _repeated(": "),
    "semicolons": _repeated("; "),
    "marks at random": _drawn(list(_MARKS), ""),
    "marks and words at random": _drawn([*_MARKS, "said", "he", "Ana", "the", "not", "7", "Monday"]),
    "month names": _drawn(_MONTHS.split()),
    "May may": _repeated("May may "),
    "dates": _counting("{} May 2026 "),
    "weekdays": _repeated("Monday Tuesday "),
    "last last last": _repeated("last "),
    "a day earlier": _repeated("a day earlier a day later "),
    "from to": _repeated("from 7 to 8 "),
    "clock times": _repeated("7:30 p.m. "),
    "pronouns": _drawn(["he", "she", "they", "him", "her", "his", "their", "it", "who", "whom", "whose"]),
    "pronouns in sentences": _repeated("He said she told them. "),
    "people and pronouns": _many_names("{given} {surname} spoke. He said he knew. "),
    "relatives": _repeated("who said which "),
    "that that": _repeated("that "),
    "would have been": _repeated("would have been "),
    "by": _repeated("was detained by "),
    "the extradition of": _repeated("the extradition of "),
    "titles": _repeated("Mr. "),
    "roles": _repeated("Prime Minister "),
    "roles of roles": _repeated("deputy minister of the head of "),
    "roles before names": _many_names("Interior Minister {given} {surname} "),
    "one surname": _repeated("Tarasun "),
    "one surname, many given names": _many_names("{given} Tarasun said. "),
    "two with one surname": _repeated("Gleb Tarasun met Ana Tarasun. Tarasun left. "),
    "many names": _many_names("{given} {surname} said so. "),
    "many names, one sentence": _many_names("{given} {surname}, "),
    "many organisations": _many_names("The {given} {surname} Committee met. "),
    "abbreviations": _many_names("The {given} {surname} (AB) met. "),
    "countries": _drawn(["Thailand", "Poland", "Germany", "France", "Belarus", "Ukraine", "Georgia", "Chad"]),
    "countries in sentences": _repeated("Thailand and Poland told Georgia. "),
    "metonyms": _repeated("Minsk told Moscow that Warsaw told the Kremlin. "),
    "possessives": _repeated("Ana's "),
    "possessives of names": _repeated("Ribe's Orlic's "),
    "no full stop": lambda size: _repeated(_NEWS.replace(".", "").replace("\n\n", " "))(size),
    "no space": lambda size: _repeated(_NEWS.replace(" ", ""))(size),
    "no capital": lambda size: _repeated(_NEWS.lower())(size),
    "all capitals": lambda size: _repeated(_NEWS.upper())(size),
    "one paragraph of news": lambda size: _repeated(_NEWS.replace("\n\n", " "))(size),
    "news": _repeated(_NEWS),
    "news of many": _many_names("“We waited,” {given} {surname} said on 7 May. About 70 people saw {surname}.\n\n"),
    "news shuffled": _drawn(_NEWS.split()),
    "newlines": _repeated("\n"),
    "a word a line": _repeated("said\n"),
    "a word a paragraph": _paragraphs_of("Ribe"),
    "list": _repeated("- Ana Ribe\n- Jon Hask, 7 May\n"),
    "table": _repeated("| 7 | May | Ribe "),
    "tabs": _repeated("\t"),
    "no-break spaces": _repeated("7\u00a0"),
    "zero width": _repeated("a\u200b"),
    "combining marks": _repeated("e\u0301\u0323\u0302"),
    "right to left": _repeated("قال إن “ "),
    "directions": _repeated("\u202e\u202c\u2067"),
    "emoji": _repeated("👩\u200d👩\u200d👧 "),
    "NUL": _repeated("\x00"),
    "surrogates": _repeated("\ud800 said "),
    "mixed scripts": _repeated("Mіnѕk сказал 7 мая said «x” "),
    "Cyrillic names": _repeated("Анна Рибе сказала, что "),
    "Chinese": _repeated("部长说，"),
    "credits": _repeated("Original source: www.corran.example "),
    "addresses": _repeated("https://corran.example/a?b=c&"),
    "hosts": _repeated("www.corran."),
    "mail addresses": _repeated("a.b@c."),
    "handles": _repeated("@ribe wrote on X: "),
    "photo credits": _repeated("Photo: "),
    "questions": _repeated("Why? "),
    "Q and A": _repeated("Q: Why?\n\nA: Because.\n\n"),
    "transcript": _paragraphs_of("RIBE: We waited for nine hours."),
    "datelines": _paragraphs_of("TARVOST, Nov 10 (Corran) –"),
    "ellipses": _repeated("we … "),
    "slashes": _repeated("7/8/"),
}
"""At least forty; each gives the same text for the same size."""
