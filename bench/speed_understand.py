"""S1, understanding alone: reports of 600 words per second of one core, each finder's share, load time and memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from speed_articles import START

from infostreamer.model import Finding, Published, Report
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import built_in_finders
from infostreamer.understand.pack import reading

GUM = Path(__file__).parents[2] / "shared/data/training/gum_open_genres.tar.xz"
"""Real news (GUM, CC BY), where it lies beside the repository; else the invented wire reports of the tests."""
WORDS = 600


def measure(count: int) -> dict[str, object]:
    """Articles per CPU second with every finder, milliseconds per article by finder and for the pack."""
    reports = [_report(number, text) for number, text in enumerate(_texts(count or 60))]
    finders = built_in_finders()
    for report in reports[:3]:  # models and lists are loaded before the clock runs
        _understand(report, finders, Counter())
    spent: Counter[str] = Counter()
    started = process_time()
    for report in reports:
        _understand(report, finders, spent)
    total = process_time() - started
    started = process_time()
    for report in reports:
        reading.read(report)
    spent["pack"] = process_time() - started
    return {
        "articles": len(reports),
        "words_each": WORDS,
        "articles_per_cpu_s": round(len(reports) / total, 1),
        "ms_each": {name: round(each / len(reports) * 1000, 2) for name, each in spent.most_common()},
        "load_s": _load_s(),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _understand(report: Report, finders: Any, spent: Counter[str]) -> None:
    found: list[Finding] = []
    readers = [each for each in finders if "*" in each.languages or report.language in each.languages]
    for finder in readers:
        started = process_time()
        fresh = finder.find(report, tuple(found))
        spent[finder.name] += process_time() - started
        replaced = getattr(finder, "replaces", ())
        found = [each for each in found if each.kind not in replaced] + list(fresh)


def _load_s() -> float:
    """Seconds that a fresh process needs from `import` to its first sentence."""
    code = (
        "from time import perf_counter; t = perf_counter()\n"
        "from infostreamer.understand.pack import reading\n"
        "from infostreamer.understand.pack.words import Word\n"
        "list(reading.read_rows('Snow fell.', [[Word(0, 4, 'Snow')]])); print(perf_counter() - t)"
    )
    started = perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return round(float(done.stdout or perf_counter() - started), 2)


def _texts(count: int) -> list[str]:
    """`count` texts of 600 words in paragraphs of three sentences, cut from real news."""
    paragraphs = list(_paragraphs())
    texts, at = [], 0
    while len(texts) < count:
        chosen: list[str] = []
        while sum(len(each.split()) for each in chosen) < WORDS:
            chosen.append(paragraphs[at % len(paragraphs)])
            at += 1
        texts.append("\n\n".join(chosen))
    return texts


def _paragraphs() -> list[str]:
    if not GUM.exists():
        wire = sorted((Path(__file__).parents[1] / "tests/quality/wire").glob("*.json"))
        return [block for path in wire for block in json.loads(path.read_text("utf-8"))["paragraphs"]]
    sys.path.insert(0, str(Path(__file__).parents[1] / "training/pack"))
    from treebanks import read_archive, sentences

    found: list[str] = []
    for text in read_archive(GUM, r"^gum/dep/GUM_news_").values():
        lines = [sample.text for sample in sentences(text)]
        found += [" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3)]
    return found


def _report(number: int, text: str) -> Report:
    address = f"https://wire.example/{number}"
    return Report(
        id=Report.make_id(address, text), capture_id=f"c{number}", address=address, canonical=address,
        host="wire.example", outlet="The Wire", title=None, byline=(), published=Published(at=START, basis="given"),
        language="en", kind="report", text=text, body_start=0, paragraphs=split_paragraphs(text),
        sentences=split_sentences(text, "en"),
    )  # fmt: skip
