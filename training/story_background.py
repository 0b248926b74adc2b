"""Makes infostreamer/stories/data/background.txt: how common each stem is in open English text.

Usage: python training/story_background.py UD_EWT.tar.xz GUM.tar.xz > infostreamer/stories/data/background.txt
"""

from __future__ import annotations

import sys
import tarfile
from collections import Counter
from collections.abc import Iterator

from infostreamer.text.words import stems

HEADER = """\
# Stem <tab> texts of 10,000 that hold it. Counts over UD English EWT (CC BY-SA 4.0) and the open genres of GUM
# (CC BY 4.0 / CC BY-SA); numbers only, no text. Made by training/story_background.py.
"""


def texts_of(path: str) -> Iterator[str]:
    """The documents of every CoNLL-U file in the archive, as plain text."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda item: item.name):
            if member.name.endswith(".conllu"):
                handle = archive.extractfile(member)
                yield from documents_in((handle.read() if handle else b"").decode())


def documents_in(conllu: str) -> Iterator[str]:
    """The `# text =` lines of each document, joined."""
    lines: list[str] = []
    for line in conllu.splitlines():
        if line.startswith("# newdoc") and lines:
            yield " ".join(lines)
            lines = []
        if line.startswith("# text = "):
            lines.append(line[9:])
    yield " ".join(lines)


def main(paths: list[str]) -> None:
    """Write the table: stems found in at least three texts."""
    counts: Counter[str] = Counter()
    total = 0
    for path in paths:
        for text in texts_of(path):
            counts.update(set(stems(text)))
            total += 1
    rows = sorted((stem, count * 10_000 // total) for stem, count in counts.items() if count >= 3 and stem.isalpha())
    sys.stdout.write(HEADER + "".join(f"{stem}\t{share}\n" for stem, share in rows))


if __name__ == "__main__":
    main(sys.argv[1:])
