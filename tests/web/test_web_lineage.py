"""Facts, comparison and sources of a story: who has what, who has it from whom, each with the words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from fake_desk import GONE_ID
from fake_reports import COPY, FIRST, OTHER_TONGUE, REPORTS, REWRITE, STATE_TV, line, span
from fake_stories import SHARED, STORY, STORY_ID

from infostreamer.model import Edge, Evidence, Member, Span
from infostreamer.web.addresses import story_path
from infostreamer.web.parts.counting import counting_words, origins_of
from infostreamer.web.parts.excerpts import excerpt_of
from infostreamer.web.parts.ties import lag_words, ties_of


def twin(site, path):
    return json.loads(site.get(path).text)


def excerpts(value):
    """Every excerpt anywhere in a JSON twin."""
    if isinstance(value, dict):
        return [value] * ("words" in value and "stored" in value) + excerpts(list(value.values()))
    return [one for each in value for one in excerpts(each)] if isinstance(value, list) else []


def test_facts_stand_in_groups_the_agreed_first_each_with_its_accounts(site):
    groups = twin(site, f"/s/{STORY_ID}.json")["facts"]
    assert [group["state"] for group in groups] == ["agreed", "differing", "speculated"]
    (differing,) = groups[1]["facts"]
    assert [(one["outlet"], one["stand"], one["speaker"]) for one in differing["accounts"]] == [
        ("North Wire", "has", None),
        ("Kanal En", "differs", "Velt"),
    ]
    assert differing["outlets"] == ["North Wire"]
    assert differing["line"]["notes"]
    page = site.get(story_path(STORY)).text
    for words in ("Agreed by several origins", "Told differently", "1 contested or denied", "as told by Velt"):
        assert words in page, words


def test_every_excerpt_of_every_twin_is_the_exact_slice_of_its_report(site):
    found = [one for part in ("", "/sources", "/compare") for one in excerpts(twin(site, f"/s/{STORY_ID}{part}.json"))]
    assert len(found) > 20
    for one in found:
        text = REPORTS[one["report_id"]].text
        assert text[one["start"] : one["end"]] == one["words"]
        assert one["pre"] + one["words"] + one["post"] in text
        assert one["stored"].startswith(f"/r/{one['report_id']}")


def test_the_comparison_says_who_has_it_who_differs_and_who_leaves_it_out(site):
    page = twin(site, f"/s/{STORY_ID}/compare.json")
    assert {column["outlet"] for column in page["columns"]} >= {"North Wire", "Daily Post", "Kanal En"}
    rows = {row["fact"]["id"][-1]: {cell["outlet"]: cell for cell in row["cells"]} for row in page["rows"]}
    assert [rows["1"][name]["stand"] for name in ("North Wire", "Daily Post", "Kanal En")] == ["has", "has", "denies"]
    assert [rows["2"][name]["stand"] for name in ("North Wire", "Kanal En", "Swiftnews")] == ["has", "differs", "omits"]
    html = site.get(f"/s/{STORY_ID}/compare").text
    assert f'title="{"more than 200 people"}"' in html
    assert html.count("<tr") == len(page["rows"]) + 1
    assert "leaves it out" in html


def test_a_story_of_one_outlet_has_nothing_to_compare_and_says_so(site):
    mine = next(story_id for story_id in site.desk.stories_by_id if story_id != STORY_ID)
    assert "a comparison needs two" in site.get(f"/s/{mine}/compare").text


def test_the_sources_show_each_tie_with_credit_shared_words_and_times(site):
    page = twin(site, f"/s/{STORY_ID}/sources.json")
    tie = page["ties"][0]
    assert (tie["from_outlet"], tie["words"], tie["to_outlet"], tie["later"]) == (
        "Daily Post",
        "copies",
        "North Wire",
        "2 h 25 min later",
    )
    assert [one["words"] for one in tie["credit"]] == ["Original source: north-wire.example"]
    assert [(pair["ours"]["words"], pair["theirs"]["words"]) for pair in tie["pairs"]] == [(SHARED, SHARED)]
    missing = page["ties"][1]
    assert (missing["to_outlet"], missing["to_path"], missing["pairs"]) == ("sestra-blog.example", None, [])
    html = site.get(f"/s/{STORY_ID}/sources").text
    assert html.count(SHARED) >= 2
    assert "How this is counted" in html


def test_every_origin_says_whether_it_is_counted_and_their_sum_is_the_count(site):
    page = twin(site, f"/s/{STORY_ID}/sources.json")
    counted = [origin["counted"] for origin in page["origins"]]
    assert counted.count("yes") == page["independent"]
    assert counted.count("yes") + counted.count("maybe") >= page["independent_at_most"]
    assert counted == sorted(counted, key=("yes", "maybe", "no").index)


def test_outlets_are_listed_with_their_owner_and_ticked_for_a_decision(site):
    page = twin(site, f"/s/{STORY_ID}/sources.json")
    assert {(row["outlet"], row["name"]) for row in page["outlets"]} >= {("North Wire", "north-wire.example")}
    answer = site.get("/judge?do=owner&outlet=north-wire.example&outlet=daily-post.example")
    assert "daily-post.example and north-wire.example count as one origin" in answer.text


def counted(members, groups, least, most):
    story = replace(STORY, members=tuple(members), origins=groups, independent=least, independent_at_most=most)
    return counting_words(story, origins_of(story, REPORTS))


def member(report, role, **more):
    return Member(report_id=report.id, role=role, outlet=report.outlet, **more)


@pytest.mark.parametrize(
    ("roles", "least", "most", "words"),
    [
        (["first-hand"], 1, 1, "One report, and it shows reporting of its own."),
        (["commentary"], 0, 0, "One report, and it is not counted as independent."),
        (["unknown"], 0, 1, "One report, and nothing in it shows reporting of its own: "
                           "it is not counted, and may be independent."),
        (["first-hand", "first-hand"], 2, 2, "2 reports go back to 2 origins; 2 of them show reporting of their own."),
        (["first-hand", "unknown"], 1, 2, "2 reports go back to 2 origins; 1 of them shows reporting of its own, "
                                          "and 1 more may be independent: nothing shows where it has it from."),
        (["unknown", "unknown"], 0, 2, "2 reports go back to 2 origins; none of them show reporting of their own, "
                                       "and 2 more may be independent: nothing shows where they have it from."),
    ],
)  # fmt: skip
def test_the_count_is_explained_in_one_sentence(roles, least, most, words):
    reports = (FIRST, STATE_TV)[: len(roles)]
    members = [member(report, role) for report, role in zip(reports, roles, strict=True)]
    assert counted(members, tuple((one.report_id,) for one in members), least, most) == words


def test_an_original_that_is_not_held_is_named_as_the_reason():
    members = [member(FIRST, "first-hand"), member(OTHER_TONGUE, "rewrites", of="sestra-blog.example")]
    said = counted(members, ((FIRST.id,), (OTHER_TONGUE.id,)), 1, 2)
    assert said.endswith("1 more may be independent: the original it names is not held.")


def test_passages_are_paired_from_the_last_and_what_is_left_is_the_credit():
    one, two, three = (Span(COPY.id, at, at + 5) for at in (0, 10, 20))
    other = Span(FIRST.id, 0, 5)
    edge = Edge(
        from_id=COPY.id,
        to=FIRST.id,
        kind="copies",
        evidence=Evidence(text="x", from_spans=(one, two, three), to_spans=(other,)),
    )
    (tie,) = ties_of([edge], REPORTS)
    assert [each.start for each in tie.credit] == [0, 10]
    assert [(pair.ours.start, pair.theirs.start) for pair in tie.pairs] == [(20, 0)]
    (short,) = ties_of([edge], {})
    assert (short.credit, short.pairs, short.to_path) == ((), (), None)


def test_words_outside_a_report_are_not_shown():
    assert excerpt_of(Span(REWRITE.id, 0, len(REWRITE.text) + 1), REPORTS) is None
    assert excerpt_of(Span("nowhere", 0, 1), REPORTS) is None


def test_a_lag_is_told_in_words_and_never_backwards():
    assert lag_words(timedelta(hours=26, minutes=5)) == "1 d 2 h later"
    assert lag_words(timedelta(minutes=5)) == "5 min later"
    assert lag_words(timedelta(seconds=20)) == "at the same minute"
    assert lag_words(timedelta(minutes=-1)) is None


def test_lines_of_a_language_model_stand_apart_and_what_was_withheld_is_counted_by_writer(site):
    told = line("Marsk was handed over.", "told", span(FIRST, "was handed over to Varania on Monday"))
    by = (("extractive", 1), ("local-model", 3))
    story = replace(STORY, told=(replace(told, maker="local-model"),), withheld=4, withheld_by=by)
    site.desk.stories_by_id = {STORY_ID: story}
    page = site.get(story_path(STORY)).text
    assert "Written by local-model from the sentences" in page
    assert "4 lines withheld for want of support (extractive: 1, local-model: 3)" in page


def test_a_report_that_was_withdrawn_or_corrected_says_so_with_the_words(site):
    words = span(COPY, "Original source: north-wire.example")
    members = [
        replace(one, withdrawn=words, corrected=words) if one.report_id == COPY.id else one for one in STORY.members
    ]
    site.desk.stories_by_id = {STORY_ID: replace(STORY, members=tuple(members))}
    (row,) = [one for one in twin(site, f"/s/{STORY_ID}.json")["members"] if one["withdrawn"]]
    assert (row["report_id"], row["withdrawn"]) == (COPY.id, row["corrected"])
    assert '<span class="tag contested">withdrawn</span>' in site.get(story_path(STORY)).text


@pytest.mark.parametrize("part", ["", "/changes", "/compare", "/sources"])
def test_a_joined_story_leads_to_the_one_that_has_its_reports(site, part):
    answer = site.get(f"/s/{GONE_ID}{part}")
    assert (answer.status, answer.headers["location"]) == (301, f"/s/{STORY_ID}{part}?joined={GONE_ID}")
    assert site.get(f"/s/{GONE_ID}{part}.json").headers["location"].startswith(f"/s/{STORY_ID}{part}.json?")
    assert site.get(f"/s/0000000000000000{part}").status == 404


def test_the_reader_is_told_of_the_joining_and_a_forged_address_says_nothing(site):
    path = site.get(f"/s/{STORY_ID}").headers["location"]
    assert "is part of this one now" in site.get(f"{path}?joined={GONE_ID}").text
    forged = site.get(f"{path}?joined=0000000000000000&decided=nothing").text
    assert 'class="notice"' not in forged
