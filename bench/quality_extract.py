"""Q1: the body of an article. Two sets, trafilatura alone measured in the same run as the peer.

Scrapinghub's article extraction benchmark: bags of 4-token shingles per page (tokens: runs of word characters, case
kept); precision and recall averaged over pages; F1 from the two averages. WCXB: bag-of-words F1 per page (case folded),
averaged over the article pages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import statistics
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infostreamer.extract import extract
from infostreamer.model import Capture, Unreadable

_TOKEN = re.compile(r"\w+")
_FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
Page = tuple[str, bytes, str]  # address, bytes, gold text


def measure(data: Path) -> dict[str, Any]:
    """Our figures and trafilatura's on both sets; "figure" is the 4-shingle F1."""
    folder = data / "extraction"
    shingled = _compare(list(_scrapinghub(folder / "scrapinghub")), _shingle_summary)
    worded = _compare(list(_wcxb(folder / "wcxb-dev-articles.tar.xz")), _word_summary)
    return {
        "data_digest": digest_of(folder),
        "scrapinghub": shingled,
        "wcxb": worded,
        "wcxb.word_f1": worded["ours"]["f1"],
        "figure": shingled["ours"]["f1"],
    }


def digest_of(folder: Path) -> str:
    """16 hex digits over the gold data, so that a floor is only compared on the data it was set on."""
    digest = hashlib.sha256()
    for path in (folder / "scrapinghub" / "ground-truth.json", folder / "wcxb-dev-articles.tar.xz"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _scrapinghub(folder: Path) -> Iterator[Page]:
    for name, gold in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield gold.get("url") or f"https://unknown.example/{name}", body, gold["articleBody"]


def _wcxb(archive: Path) -> Iterator[Page]:
    bodies: dict[str, bytes] = {}
    golds: dict[str, dict[str, Any]] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and "/html/" in member.name:
                bodies[Path(member.name).name.split(".")[0]] = gzip.decompress(file.read())
            elif file is not None and "/ground-truth/" in member.name:
                golds[Path(member.name).stem] = json.loads(file.read())
    for name in sorted(golds):
        yield golds[name]["url"], bodies[name], golds[name]["ground_truth"].get("main_content", "")


def _compare(pages: list[Page], summary: Any) -> dict[str, Any]:
    inputs = [(address, body) for address, body, _ in pages]
    golds = [gold for _, _, gold in pages]
    with ProcessPoolExecutor(2) as pool:
        ours = list(pool.map(_ours, inputs, chunksize=16))
        peer = list(pool.map(_trafilatura, inputs, chunksize=16))
    return {"pages": len(pages), "ours": summary(golds, ours), "trafilatura": summary(golds, peer)}


def _ours(page: tuple[str, bytes]) -> str:
    address, body = page
    capture = Capture(
        id=Capture.make_id(address, body),
        address=address,
        final_address=address,
        fetched_at=_FETCHED,
        body=body,
        mime="text/html",
    )
    try:
        return extract(capture).body
    except Unreadable:
        return ""


def _trafilatura(page: tuple[str, bytes]) -> str:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(page[1], fast=True, include_comments=False, with_metadata=False)
    return (document.text or "") if document is not None else ""


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3))) if tokens else Counter()


def _shingle_summary(golds: Iterable[str], texts: Iterable[str]) -> dict[str, float]:
    precisions, recalls = [], []
    for gold, text in zip(golds, texts, strict=True):
        wanted, given = _shingles(gold), _shingles(text)
        common = (wanted & given).total()
        if given:
            precisions.append(common / given.total())
        if wanted:
            recalls.append(common / wanted.total())
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _word_summary(golds: Iterable[str], texts: Iterable[str]) -> dict[str, float]:
    scores = [_word_f1(gold, text) for gold, text in zip(golds, texts, strict=True)]
    return {"f1": round(statistics.mean(scores), 4)}


def _word_f1(gold: str, text: str) -> float:
    wanted, given = (Counter(_TOKEN.findall(words.lower())) for words in (gold, text))
    common = (wanted & given).total()
    return 2 * common / (wanted.total() + given.total()) if common else 0.0
