"""The laws that hold for any input, over the whole path from bytes to stories."""

import json
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infostreamer.collect import read_jsonl
from infostreamer.deliver import compiled_to_json
from infostreamer.flow.oneshot import compile_captures

NOW = datetime(2026, 11, 19, tzinfo=UTC)
SENTENCES = (
    "Police in Dravin detained Danil Ostrevko on Monday, his wife said.",
    "Interior Minister Gleb Tarasun said about 160 citizens abroad would face prosecution.",
    "“We were told nothing. We waited for nine hours,” said Vera Holm, a nurse.",
    "The ministry denied that anyone had been beaten.",
    "There are rumours of a secret agreement between the two governments.",
    "More than 1,500 people were in prison in February 2025, according to the Free Rails committee.",
    "He arrived on 12 November 2026 and left a day later.",
    "Original source: www.openvarania.example",
    "Министр сообщил, что 12 ноября закрыли мост.",
    "“Wait,” she said, “and see.”",
    "\u202eevil\u202c \u0000 e\u0301\u0301 👩\u200d👩\u200d👧 \ud800 ﷽",
)
text = st.lists(st.sampled_from(SENTENCES) | st.text(max_size=60), min_size=1, max_size=9).map(
    lambda parts: "\n\n".join(parts[:3]) + "\n\n" + " ".join(parts[3:])
)
rows = st.lists(
    st.fixed_dictionaries(
        {"text": text},
        optional={
            "title": st.sampled_from(SENTENCES[:4]) | st.text(max_size=40),
            "outlet": st.sampled_from(["The Herald", "Corran"]) | st.text(max_size=12),
            "url": st.sampled_from(["https://herald.example/1", "https://corran.example/2"]),
            "published": st.sampled_from(["2026-11-10T09:00:00+01:00", "2026-11-18"]),
        },
    ),
    min_size=1,
    max_size=5,
)


def compiled(reports):
    captures, _ = read_jsonl([json.dumps(row) for row in reports], now=NOW)
    done = compile_captures(captures)
    return compiled_to_json(done.reports, done.findings, done.stories, done.failures)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_every_span_slices_and_every_line_cites_whatever_comes_in(reports):
    whole = compiled(reports)
    texts = {report["id"]: report["text"] for report in whole["reports"]}
    for report in whole["reports"]:
        for found in report["findings"]:
            assert all(0 <= start < end <= len(report["text"]) for start, end in found["spans"])
            assert found["words"] == " ".join(report["text"][start:end] for start, end in found["spans"])
        assert all(report["text"][start:end].strip() for start, end in report["sentences"])
    for story in whole["stories"]:
        for line in (story["headline_line"], *story["abstract"], *story["lines"], *story["timeline"]):
            assert line["citations"]
            assert line["check"] in ("verified", "repaired")
            for cited in line["citations"]:
                assert 0 <= cited["start"] < cited["end"] <= len(texts[cited["report"]])
        assert {report for origin in story["origins"] for report in origin} <= set(texts)
        assert 0 <= story["independent"] <= story["independent_at_most"] <= len(story["members"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_the_same_input_twice_gives_the_same(reports):
    assert compiled(reports) == compiled(reports)


def test_every_report_is_in_exactly_one_story():
    whole = compiled([{"text": f"{sentence} {other}"} for sentence in SENTENCES[:5] for other in SENTENCES[2:7]])
    placed = [member["report"] for story in whole["stories"] for member in story["members"]]
    assert sorted(placed) == sorted(report["id"] for report in whole["reports"])
