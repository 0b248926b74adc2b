"""English words that a page shows outside of content: what a translated interface must not have."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "source", "path", "circle", "rect", "line"}
SKIPPED = {
    *("script", "style", "code", "kbd", "pre", "mark", "del", "ins", "q", "blockquote", "time", "option", "textarea"),
}
SHOWN = ("title", "aria-label", "placeholder", "alt")
WORD = re.compile(r"(?<!\w)[A-Za-z][a-z]{2,}(?!\w)")


class _Chrome(HTMLParser):
    """Texts and shown attributes outside of elements whose language or direction is that of the content."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.found = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_content = tag in SKIPPED or (tag != "html" and ("lang" in given or given.get("dir") == "auto"))
        if not self._inside and not (given.get("dir") == "auto" and tag != "input"):
            self.found += [(tag, given[name]) for name in SHOWN if given.get(name)]
        if tag not in VOID:
            self.stack.append((tag, is_content))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self._inside and data.strip():
            self.found.append((self.stack[-1][0] if self.stack else "", data.strip()))

    @property
    def _inside(self):
        return any(is_content for _, is_content in self.stack)


def english_words(html, allowed):
    """(element, text) of each text with Latin words that are not among the allowed ones."""
    chrome = _Chrome()
    chrome.feed(html)
    found = []
    for tag, text in chrome.found:
        left = re.sub(r"“[^”]*”", " ", text)
        for name in sorted(allowed, key=len, reverse=True):
            left = left.replace(name, " ")
        if WORD.search(re.sub(r"\S+[.:/]\S+", " ", left)):
            found.append((tag, text))
    return found
