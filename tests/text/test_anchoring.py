"""Words of a report are found again in its later versions, or said to be gone."""

import time

from fakes.pace import seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from infostreamer.text.anchoring import SAME, anchor_of, anchored, copied

OLD = (
    "Fire on the quay\n\nPolice said about 160 people were held in Dravin on Monday. The minister denied it. "
    "Nobody was hurt. Police said more."
)
SENTENCE = "Police said about 160 people were held in Dravin on Monday."
words = st.text(alphabet="abcdeéкл ,.’\n", min_size=1, max_size=40)


def anchor(exact, text=OLD, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(exact, start + 1)
    return anchor_of(text, start, start + len(exact), report_id="r1", canonical="https://a.example/1")


def found(text, made, **how):
    place = anchored(text, made, **how)
    return None if place is None else (text[place.start : place.end], place.how)


@settings(max_examples=300)
@given(words, words, words, words, words)
def test_the_same_words_are_found_wherever_they_still_stand_once(before, exact, after, new_before, new_after):
    text = before + exact + after
    made = anchor_of(text, len(before), len(before) + len(exact), report_id="r1", canonical="c")
    version = new_before + made.exact + new_after
    if made.exact and version.count(made.exact) == 1 and version.find(made.exact) == version.rfind(made.exact):
        assert found(version, made) == (made.exact, "exact")


@settings(max_examples=200)
@given(words, words, words)
def test_an_anchor_slices_its_own_text(before, exact, after):
    text = before + exact + after
    made = anchor_of(text, len(before), len(before) + len(exact), report_id="r1", canonical="c")
    assert text[made.start : made.end] == made.exact == exact.strip()
    if made.exact:
        place = anchored(text, made)
        assert (place.start, place.end) == (made.start, made.end)


def test_of_several_places_the_one_with_the_same_surroundings_counts():
    made = anchor("Police said", nth=1)
    version = "Police said nothing. Nobody was hurt. Police said more."
    assert anchored(version, made).start == version.rindex("Police said")
    assert found(version, made)[1] == "context"


def test_words_that_changed_a_little_are_found_and_said_to_have_changed():
    version = OLD.replace("about 160 people", "about 170 people").replace("Fire", "Big fire")
    assert found(version, anchor(SENTENCE)) == (SENTENCE.replace("160", "170"), "fuzzy")
    assert anchored(version, anchor(SENTENCE), is_fuzzy=False) is None


def test_words_that_are_gone_are_gone():
    assert anchored("Fire on the quay\n\nThe quay is open again, the port said.", anchor(SENTENCE)) is None
    assert anchored("", anchor(SENTENCE)) is None
    assert anchored("The minister was silent.", anchor("The minister denied it.")) is None
    assert SAME > 0.5


def test_short_words_count_as_copied_only_in_their_place():
    made = anchor("160 people")
    assert copied("Other news: 160 people came to the fair.", made) == ()
    assert copied(OLD + " Copied.", made) == ((made.start, made.end),)
    assert copied("Reprint. " + SENTENCE, anchor(SENTENCE)) == ((9, 9 + len(SENTENCE)),)


def test_a_long_text_is_searched_in_no_time():
    text = "Nothing of the kind happened in the valley that day. " * 4000
    begin = time.process_time()
    assert anchored(text, anchor(SENTENCE)) is None
    assert time.process_time() - begin < seconds(3)
