"""Undoing the compression of a body: whatever was packed comes out whole, however it arrives."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infostreamer.collect.unpacking import Unpacker
from infostreamer.model import FetchError

FORMATS = {"gzip": 31, "deflate": 15, "bare deflate": -15}
PIECE = 65_536


def packed(body, name, level=6):
    packer = zlib.compressobj(level, zlib.DEFLATED, FORMATS[name])
    return packer.compress(body) + packer.flush()


def whole(parts, name):
    unpacker = Unpacker(name.removeprefix("bare "), "http://dawn.example/feed")
    body = b"".join(piece for part in parts for piece in unpacker.pieces(part))
    unpacker.end()
    return body


@pytest.mark.parametrize("name", FORMATS)
def test_a_body_that_ends_just_behind_a_piece_is_whole(name):
    """Its last bytes wait within the stream when the last byte of the answer is already in it."""
    for size in (*range(PIECE - 3, PIECE + 300), *range(2 * PIECE - 3, 2 * PIECE + 300)):
        body = b"a" * size
        assert len(whole([packed(body, name)], name)) == size


@given(
    st.sampled_from(sorted(FORMATS)),
    st.binary(max_size=40),
    st.integers(0, 9),
    st.integers(0, 9000),
    st.integers(1, 99),
)
def test_what_was_packed_comes_out_in_whatever_parts_it_arrives(name, unit, level, times, step):
    body = unit * times
    data = packed(body, name, level)
    size = max(1, len(data) * step // 100)
    assert whole([data[at : at + size] for at in range(0, len(data), size)], name) == body


@pytest.mark.parametrize("name", FORMATS)
def test_a_body_that_breaks_off_is_told(name):
    with pytest.raises(FetchError, match="breaks off"):
        whole([packed(b"a" * 2 * PIECE, name)[:-9]], name)
