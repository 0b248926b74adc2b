"""Names in Russian, Ukrainian and Belarusian: institutions with lower-case tails, and one form for many cases."""

from __future__ import annotations

from collections.abc import Iterable

from infostreamer.model.ids import fold
from infostreamer.text.capitals import Token, are_adjacent
from infostreamer.text.lexicon import words_in
from infostreamer.text.names import is_organisation_head, is_role, listed_given_name

_LONGEST_TAIL = 5  # words of "чрезвычайных ситуаций и гражданской обороны"
_ADJECTIVE = (
    "ый",
    "ий",
    "ой",
    "ая",
    "яя",
    "ое",
    "ее",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ом",
    "ем",
    "ую",
    "ій",
    "ага",
    "ае",
    "ы",
)


def institution_end(text: str, row: list[Token], at: int) -> int | None:
    """Index after an institution that begins at token `at`; None when none does.

    "Министерство внутренних дел | Варании", "Национальный банк", "Иммиграционное бюро". The place that owns it is left
    to be a name of its own.
    """
    word = row[at].word
    if word.isascii() or is_role(word):
        return None
    if is_organisation_head(word):
        end = _tail_end(text, row, at + 1)
        return end if end > at + 1 else None
    is_pair = at + 1 < len(row) and row[at + 1].word.islower() and are_adjacent(text, row[at], row[at + 1])
    if not is_pair or not word.lower().endswith(_ADJECTIVE) or not is_organisation_head(row[at + 1].word):
        return None
    is_known = fold(word).startswith(tuple(words_in("organisations.txt", section="cyrillic adjectives")))
    return _tail_end(text, row, at + 2) if is_known or not row[at].is_opening else None


def _tail_end(text: str, row: list[Token], at: int) -> int:
    tails = tuple(words_in("organisations.txt", section="cyrillic tails"))
    end = at
    while end < len(row) and end - at < _LONGEST_TAIL and are_adjacent(text, row[end - 1], row[end]):
        is_joint = (
            row[end].word in ("и", "і", "та", "по") and end + 1 < len(row) and row[end + 1].word.startswith(tails)
        )
        if not is_joint and not (row[end].word.islower() and row[end].word.startswith(tails)):
            break
        end += 1
    return end


def base_form(forms: Iterable[str], kind: str) -> str:
    """The form under which inflected forms of one Cyrillic name are kept: as near to the nominative as they allow.

    Never a guess at a word: only endings that have one nominative ("-ию", "-ии" -> "-ия") and listed given names.
    """
    known = sorted({_straightened(form, kind) for form in forms}, key=lambda form: (len(form), form))
    return known[0]


def _straightened(form: str, kind: str) -> str:
    words = form.split()
    if kind == "person" and len(words) > 1:
        return _person(words)
    if kind == "place":
        ending = next((ending for ending in ("ию", "ии", "ией") if form.endswith(ending)), None)
        return form[: -len(ending)] + "ия" if ending else form
    if kind == "organisation":
        stem, mark, _ = words[0].partition("инистерств")
        return " ".join([f"{stem}{mark}о", *words[1:]]) if mark else form
    return form


def _person(words: list[str]) -> str:
    given = listed_given_name(words[0])
    if given is None or fold(given) == fold(words[0]):
        return " ".join(words)
    is_man = not given.endswith(("а", "я"))
    return " ".join([given, *(_man(word) if is_man else word for word in words[1:])])


def _man(surname: str) -> str:
    for endings, base in ((("ского", "скому", "ским", "ском"), "ский"), (("цкого", "цкому", "цким", "цком"), "цкий")):
        if surname.endswith(endings):
            return (
                surname[: -len(endings[0])] + base
                if surname.endswith(endings[:2])
                else surname[: -len(endings[2])] + base
            )
    for ending in ("ым", "ом", "а", "у", "е"):
        stem = surname.removesuffix(ending)
        if stem != surname and stem.endswith(("ов", "ев", "ин", "ук", "юк", "ич", "ик", "ак", "ян")):
            return stem
    return surname
