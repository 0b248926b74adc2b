"""What counts as news of a story, and what does not."""

from infostreamer.desk.pieces import is_copy, is_taken_back, news_of_story
from infostreamer.model import Account, Change, Fact, Line, Member, Span, Story

OLD, NEW = Span("r1", 10, 40), Span("r2", 0, 30)


def _line(text, span):
    return Line(text=text, kind="event", citations=(span,), maker="m", check="verified")


def _story(*accounts, role="copies"):
    fact = Fact(
        id="f",
        kind="event",
        line=_line("240 houses were flooded.", OLD),
        accounts=accounts,
        state="withdrawn",
        origins=0,
    )
    return Story(id="s", headline=_line("Flood", NEW), facts=(fact,), members=(Member(report_id="r2", role=role),))


def _account(stand):
    return Account(
        report_id="r1", outlet="The Post", origin=0, stand=stand, words="240 houses", citation=Span("r1", 12, 22)
    )


def _change(what, span, text="240 houses were flooded.", position=5):
    return Change(noun="story", id="s", what=what, text=text, citations=(span,), position=position)


def test_what_an_outlet_took_back_is_no_news_and_its_correction_is():
    story = _story(_account("withdrew"))
    wrong, right = _change("new-event", OLD), _change("correction", NEW, "The Post corrected its report.", 6)
    assert [one.what for one in news_of_story(story, [wrong, right], until=1).changes] == ["correction"]
    assert not is_taken_back(_story(_account("has")), wrong)


def test_one_more_copy_is_no_news():
    change = _change("new-report", NEW, "The Echo reports on this too.")
    assert is_copy(_story(), change)
    assert not is_copy(_story(role="first-hand"), change)
    assert news_of_story(_story(), [change], until=1).state == "seen"
