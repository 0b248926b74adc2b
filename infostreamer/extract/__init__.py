"""Capture -> Report.

Any page, file, feed entry or line becomes one publication as clean text, or one clear sentence about why it cannot.
"""

from infostreamer.extract.door import extract, plug

__all__ = ["extract", "plug"]
