"""Which outlets have one owner: what was stated for sources and hosts, joined with what people decided of outlets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from infostreamer.model import Judgement, Report, fold
from infostreamer.stories.outlets import family_of, key_of, keys_of


def families_of(
    reports: Iterable[Report], owners: Mapping[str, str], judgements: Sequence[Judgement]
) -> dict[str, str]:
    """Report id -> owner family, of reports whose owner is known.

    Decisions add up: where A and B have one owner, and B and C, all three do; and where the owner of one of them is
    stated, it is the owner of all.

    Args:
        reports: the members of a story.
        owners: host or outlet -> owner, as stated.
        judgements: what people decided; those on owners count.
    """
    pairs = _Pairs()
    for judgement in judgements:
        if judgement.kind == "same-owner" and judgement.undone_at is None:
            pairs.join(f"outlet {key_of(item)}" for item in judgement.items)
    for outlet, owner in owners.items():
        if (place := f"outlet {key_of(outlet)}") in pairs.above:
            pairs.join((f"owner {fold(owner)}", place))
    known: dict[str, str] = {}
    for report in reports:
        stated = family_of(report, owners, ())
        places = [place for key in keys_of(report) if (place := f"outlet {key}") in pairs.above]
        if stated:
            places.append(f"owner {stated}")
        if places:
            pairs.join(places)
            known[report.id] = places[0]
    return {report_id: pairs.name(place) for report_id, place in known.items()}


class _Pairs:
    """Sets that grow together. The name of a set is its first owner where one is stated, else its first outlet."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def join(self, places: Iterable[str]) -> None:
        """All of these are of one set."""
        tops = sorted({self._top(place) for place in places}, key=_rank)
        for top in tops:
            self.above[top] = tops[0]

    def name(self, place: str) -> str:
        """The owner's name, levelled, or "judged" with an outlet."""
        kind, _, name = self._top(place).partition(" ")
        return name if kind == "owner" else f"judged {name}"

    def _top(self, place: str) -> str:
        self.above.setdefault(place, place)
        while self.above[place] != place:
            place = self.above[place]
        return place


def _rank(place: str) -> tuple[bool, str]:
    return not place.startswith("owner "), place
