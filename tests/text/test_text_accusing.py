"""A charge is no role."""

from __future__ import annotations

import pytest

from infostreamer.text.accusing import accuses


@pytest.mark.parametrize(
    "role",
    ["the organiser of last year's sabotage on the northern line", "terrorists", "ringleader", "a wanted Criminal"],
)
def test_charges_are_no_roles(role: str) -> None:
    assert accuses(role)


@pytest.mark.parametrize(
    "role", ["lawyer", "head of the anti-terrorist centre", "counter-terrorist police chief", "spokesman", "art dealer"]
)
def test_offices_are(role: str) -> None:
    assert not accuses(role)
