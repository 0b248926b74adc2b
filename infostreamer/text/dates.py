"""Dates, in machine notation and in prose."""

from infostreamer.text.moments import parse_moment

__all__ = ["parse_moment"]
