"""The claims of `demo --check`: they can fail, and they read as sentences."""

from infostreamer.demo import expectations


def test_a_desk_that_read_nothing_fulfils_nothing():
    claims = expectations([], {}, {})
    assert len(claims) >= 25
    assert [claim for claim, holds in claims if holds] == []


def test_claims_are_sentences_for_people():
    claims = [claim for claim, _ in expectations([], {}, {})]
    assert len(set(claims)) == len(claims)
    assert all(claim[0].isupper() and claim.endswith(".") and len(claim) <= 120 for claim in claims)
