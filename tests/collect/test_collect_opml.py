"""Lists of sources in and out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.collect import read_opml, write_opml
from infostreamer.collect.discover import new_source
from infostreamer.model import BadInput, content_id
from infostreamer.text.clean import clean_text

LIST = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="News"><outline text="Abroad">
<outline type="rss" text="The Dawn" xmlUrl="https://dawn.example/feed?tag=a" outlet="The Dawn" owner="Quill Group"
 everySeconds="900"/>
</outline><outline text="Dusk" xmlurl="http://dusk.example/rss"/></outline>
<outline text="again" xmlUrl="http://dusk.example/rss"/><outline type="link" url="http://page.example/"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/><outline text="empty" xmlUrl=""/></body></opml>"""


def test_nested_lists_are_read_in_order_once_each():
    dawn, dusk, page = read_opml(LIST.encode())
    assert (dawn.address, dawn.kind, dawn.outlet, dawn.owner, dawn.every_s) == (
        "https://dawn.example/feed?tag=a",
        "feed",
        "The Dawn",
        "Quill Group",
        900,
    )
    assert dawn.id == content_id("source", dawn.address)
    assert (dusk.address, dusk.outlet, dusk.every_s) == ("http://dusk.example/rss", None, 3600)
    assert (page.address, page.kind) == ("http://page.example/", "page")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "not an OPML"),
        (b"<rss/>", "not an OPML"),
        (b"\x00\x01", "not an OPML"),
        (b"<opml><body><outline text='x'/></body></opml>", "no feed"),
        (b"<opml>" + b"<outline>" * 5000, "OPML"),
    ],
)
def test_what_is_no_list_is_one_sentence(data, word):
    with pytest.raises(BadInput, match=word) as caught:
        read_opml(data)
    assert str(caught.value).endswith(".")


def test_entities_open_no_file(tmp_path):
    (tmp_path / "secret").write_text("hidden")
    text = f'<!DOCTYPE o [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><opml><body>'
    text += '<outline xmlUrl="http://dawn.example/" outlet="A">&x;</outline></body></opml>'
    (source,) = read_opml(text.encode())
    assert source.outlet == "A"


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20)
sources = st.builds(
    lambda host, path, kind, outlet, owner: new_source(
        f"https://{host}.example/{path}", kind, outlet=outlet, owner=owner
    ),
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.from_regex(r"[a-z?=&/]{0,8}", fullmatch=True),
    st.sampled_from(["feed", "sitemap", "page"]),
    st.none() | words,
    st.none() | words,
)


@given(st.lists(sources, min_size=1, max_size=6, unique_by=lambda source: source.id))
def test_what_is_written_is_read_back(wanted):
    def plain(text):
        return (clean_text(text).strip() or None) if text else None

    expected = [replace(source, outlet=plain(source.outlet), owner=plain(source.owner)) for source in wanted]
    assert list(read_opml(write_opml(wanted))) == expected
