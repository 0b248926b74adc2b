"""No page costs more for its attributes or for the depth of its elements than for its length."""

from __future__ import annotations

import time

import pytest
from fakes.pace import seconds
from lxml import html

from infostreamer.text.markup_bounds import is_vast, with_few_attributes

MANY = b" ".join(b"a%d='>'" % number for number in range(100_000))


@pytest.mark.parametrize(
    "page",
    [
        b"<p class='a b' title=\"c > d\" hidden>x</p>",
        b"<script>if (a<b " + b"c " * 5_000 + b") {}</script><p>x",
        b"<!-- <p " + b"a='' " * 5_000 + b" --><p>x",
        b"<p data-words='" + b"word " * 5_000 + b"'>x</p>",
        b"<title>a <b " + b"c " * 5_000 + b"</title>",
    ],
)
def test_a_page_without_such_a_tag_is_the_same_bytes(page: bytes) -> None:
    assert with_few_attributes(page) is page


@pytest.mark.parametrize("opening", [b"<p ", b"<!--><p ", b"<script ", b"<p\t/", b"<svg:a ", b'<P a="\'" '])
def test_of_a_tag_of_a_hundred_thousand_attributes_the_first_are_kept(opening: bytes) -> None:
    kept = with_few_attributes(opening + MANY + b">x</p><p id=b>The end</p>")
    assert 4_000 < len(kept) < 6_000
    assert kept.endswith(b">x</p><p id=b>The end</p>")


@pytest.mark.parametrize(
    "unit", [b"<a ", b"<a '", b'<a b="', b"<!--", b"<script>", b"<", b"<a b= ", b"<p>", b"</script "]
)
def test_it_takes_no_longer_than_the_page_is_long(unit: bytes) -> None:
    started = time.process_time()
    with_few_attributes(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < seconds(2)


def test_elements_count_once_for_each_element_around_them() -> None:
    assert not is_vast(html.fromstring("<div>" + "<p>a</p>" * 100_000))
    assert is_vast(html.fromstring("<div>" * 100 + "<p>a</p>" * 10_000))
    assert is_vast(html.fromstring("<div>" * 100 + "<p>" + "word " * 500_000))
