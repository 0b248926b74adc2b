"""The claims of `demo --check`: they can hold, each can fail, and they read as sentences."""

from dataclasses import replace

import pytest
from ideal import ideal_findings, ideal_reports, ideal_stories

from infostreamer.demo import expectations


@pytest.fixture
def desk():
    """(stories, versions by name, findings) of a desk that made no mistake."""
    reports = ideal_reports()
    return ideal_stories(reports), reports, ideal_findings(reports)


def failing(stories, reports, findings):
    by_id = {report.id: report for versions in reports.values() for report in versions}
    return [claim for claim, holds in expectations(stories, by_id, findings) if not holds]


def test_a_desk_that_read_nothing_fulfils_nothing():
    claims = expectations([], {}, {})
    assert len(claims) >= 25
    assert [claim for claim, holds in claims if holds] == []


def test_a_desk_without_a_mistake_fulfils_everything(desk):
    assert failing(*desk) == []


def test_claims_are_sentences_for_people():
    claims = [claim for claim, _ in expectations([], {}, {})]
    assert len(set(claims)) == len(claims)
    assert all(claim[0].isupper() and claim.endswith(".") and len(claim) <= 120 for claim in claims)


def test_a_lost_report_is_noticed(desk):
    stories, reports, findings = desk
    del reports["now-viral-goat"]
    assert "All 61 publications of the wire were read (60)." in failing(stories, reports, findings)


def test_a_lost_paragraph_and_a_comment_form_are_noticed(desk):
    stories, reports, findings = desk
    for text in (lambda words: words[:-40], lambda words: words + "\n\nLeave a Reply"):
        (report,) = reports["open-lawyer"]
        broken = reports | {"open-lawyer": [replace(report, text=text(report.text))]}
        assert any("furniture" in claim for claim in failing(stories, broken, findings))


def test_a_lost_version_is_noticed(desk):
    stories, reports, findings = desk
    reports["courier-flown"] = reports["courier-flown"][1:]
    assert any("silent edit" in claim for claim in failing(stories, reports, findings))


def test_merged_look_alikes_are_noticed(desk):
    stories, reports, findings = desk
    fires = [story for story in stories if story.id.startswith("sollen-fire")]
    merged = replace(fires[0], members=fires[0].members + fires[1].members)
    rest = [story for story in stories if story not in fires]
    assert any("fires" in claim for claim in failing([*rest, merged], reports, findings))


def test_an_outlet_counted_twice_is_noticed(desk):
    stories, reports, findings = desk
    stories[0] = replace(stories[0], independent=99)
    assert any("independent origins" in claim for claim in failing(stories, reports, findings))


def test_a_line_that_cites_nothing_is_noticed(desk):
    stories, reports, findings = desk
    stories[0] = replace(stories[0], headline=replace(stories[0].headline, citations=()))
    assert any("opens the words" in claim for claim in failing(stories, reports, findings))


def test_a_quotation_given_to_nobody_is_noticed(desk):
    stories, reports, _ = desk
    assert sum("quot" in claim for claim in failing(stories, reports, {})) == 2
