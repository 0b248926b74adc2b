"""Capture -> Report.

Any page, file, feed entry or line becomes one publication as clean text, or one clear sentence about why it cannot.
"""

from infostreamer.extract.door import extract, plug
from infostreamer.extract.isolate import extract_isolated

__all__ = ["extract", "extract_isolated", "plug"]
