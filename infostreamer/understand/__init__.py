"""Report -> findings: every finder in order, each one adding to what those before it found."""

from infostreamer.understand.pipeline import built_in_finders, check_order, plug, understand, unread

__all__ = ["built_in_finders", "check_order", "plug", "understand", "unread"]
