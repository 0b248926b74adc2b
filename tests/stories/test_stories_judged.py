"""What a language model told is judged like any other line."""

from datetime import UTC, datetime

from infostreamer.model import Judgement, Line, Report, Span, Story, Target
from infostreamer.stories.features import Read
from infostreamer.stories.judged import judge_told
from infostreamer.text.anchoring import anchor_of

TEXT = "Police in Dravin held nine workers on Monday. The ministry was silent."
REPORT = Report(
    id="r1", capture_id="c", address="a", canonical="a", host=None, outlet="The Herald", title=None, byline=(),
    published=None, language="en", kind="report", text=TEXT, body_start=0, paragraphs=((0, len(TEXT)),),
    sentences=((0, 45), (46, len(TEXT))),
)  # fmt: skip
TOLD = Line(text="Nine workers were held.", kind="told", citations=(Span("r1", 0, 45),), maker="m/1", check="verified")
STORY = Story(id="s", headline=TOLD, members=(), told=(TOLD,))


def judged(kind, words=None):
    anchor = anchor_of(TEXT, 0, 45, report_id="r1", canonical="a")
    target = Target(anchor=anchor, kind="told", text=TOLD.text, maker="m/1")
    made = Judgement(
        id="j", kind=kind, items=("r1",), target=target, words=words, made_at=datetime(2031, 1, 1, tzinfo=UTC)
    )
    return judge_told(STORY, [Read(report=REPORT)], judgements=[made], texts={"r1": TEXT}).told


def test_a_rejected_line_of_a_model_is_gone_and_a_corrected_one_has_the_persons_words():
    assert judged("reject") == ()
    (line,) = judged("correct", "Police held nine workers on Monday.")
    assert (line.text, line.verdict.was, line.check) == ("Police held nine workers on Monday.", TOLD.text, "verified")
    assert judged("correct", "Police held ninety workers.") == ()
    (line,) = judged("accept")
    assert (line.text, line.verdict.kind) == (TOLD.text, "accept")
