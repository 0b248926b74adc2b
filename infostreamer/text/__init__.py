"""Text -> positions: pure language tools that know nothing of reports.

Every position is a half-open pair of code points into the text that was handed in. Nothing here reads the clock,
the network or a file other than the word lists in `data/`.
"""

from infostreamer.text.clean import clean_text
from infostreamer.text.languages import language_of
from infostreamer.text.sentences import split_paragraphs, split_sentences

__all__ = ["clean_text", "language_of", "split_paragraphs", "split_sentences"]
