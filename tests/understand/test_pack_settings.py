"""Larger models in place of the pack: a spaCy pipeline and an encoder made here, and clear words when missing."""

import sys
import types

import numpy as np
import pytest

from infostreamer.flow.rooms import built_in
from infostreamer.model import ConfigurationError, Report
from infostreamer.settings import Settings
from infostreamer.text.sentences import split_paragraphs, split_sentences
from infostreamer.understand import pack
from infostreamer.understand.pack.encoder import load_encoder
from infostreamer.understand.pack.vectors import embed

TEXT = "Snow fell on Keldun. “It was cold last night,” said Ana Ribe."


@pytest.fixture(autouse=True)
def _embedded_again():
    yield
    pack.configure("", "")


def report(language="en"):
    return Report(
        id="r", capture_id="c", address="a", canonical="a", host=None, outlet=None, title=None, byline=(),
        published=None, language=language, kind="report", text=TEXT, body_start=0, paragraphs=split_paragraphs(TEXT),
        sentences=split_sentences(TEXT, "en"),
    )  # fmt: skip


def test_spacy_not_installed_is_said_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigurationError, match=r"pip install infostreamer\[spacy\]"):
        pack.configure("some_pipeline", "")


def test_a_spacy_pipeline_made_here_is_used(tmp_path):
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Keldun"}])
    nlp.to_disk(tmp_path / "small")
    pack.configure(str(tmp_path / "small"), "")
    found = pack.parse(report())
    assert [token.word for token in found.sentences[0].tokens] == ["Snow", "fell", "on", "Keldun", "."]
    assert [token.entity for token in found.sentences[0].tokens] == ["O", "O", "O", "B-place", "O"]
    assert pack.reader_name().startswith("spacy/en_")


class Token:
    def __init__(self, at, text):
        self.i, self.text, self.head = at, text, self
        self.dep_, self.pos_, self.lemma_ = "nsubjpass" if at else "ROOT", "NOUN", text.lower()
        self.ent_type_, self.ent_iob_ = ("GPE", "B") if text == "Keldun" else ("", "O")


class Pipeline:
    lang, vocab, meta = "en", None, types.MappingProxyType({"lang": "en", "name": "tiny", "version": "1"})

    def __call__(self, doc):
        for token in doc[1:]:
            token.head = doc[0]
        return doc


def test_a_pipeline_reads_our_words_and_its_labels_become_ours(monkeypatch):
    def load(name):
        if name != "tiny":
            raise OSError("no such pipeline")
        return Pipeline()

    def make(vocab, words):
        return [Token(at, word) for at, word in enumerate(words)]

    fake = types.SimpleNamespace(load=load, tokens=types.SimpleNamespace(Doc=make))
    monkeypatch.setitem(sys.modules, "spacy", fake)
    rooms = built_in(Settings().with_values({"understand.pipeline": "tiny"}))
    assert rooms.understood_by.endswith(",spacy/en_tiny-1")
    found = pack.parse(report())
    first = found.sentences[0].tokens
    assert [token.relation for token in first] == ["root", *["nsubj:pass"] * 4]
    assert [token.head for token in first] == [-1, 0, 0, 0, 0]
    assert first[3].entity == "B-place"
    masked = found.sentences[1].tokens[0]
    assert TEXT[masked.start : masked.end] == "“It was cold last night,”"
    assert pack.parse(report("de")).sentences == ()
    with pytest.raises(ConfigurationError, match="cannot load 'other'"):
        pack.configure("other", "")


def test_an_encoder_made_here_is_used(tmp_path):
    pieces = np.frombuffer(b"snow\nrain", np.uint8)
    np.savez(tmp_path / "vectors.npz", pieces=pieces, rows=np.array([[3, 4], [1, 0]], np.int8), scale=np.float32(1))
    pack.configure("", str(tmp_path))
    assert np.allclose(embed(["Snow", "rain"]), [[0.6, 0.8], [1.0, 0.0]])


def test_a_folder_without_an_encoder_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="holds no sentence encoder"):
        load_encoder(str(tmp_path))
    (tmp_path / "vectors.npz").write_bytes(b"PK nothing")
    with pytest.raises(ConfigurationError, match="cannot be read as vectors"):
        load_encoder(str(tmp_path))


def test_sentence_transformers_are_loaded_from_the_folder_without_the_network(tmp_path, monkeypatch):
    (tmp_path / "modules.json").write_text("[]")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ConfigurationError, match="pip install sentence-transformers"):
        load_encoder(str(tmp_path))

    class Model:
        def __init__(self, path, *, device, local_files_only):
            assert (path, device, local_files_only) == (str(tmp_path), "cpu", True)

        def encode(self, texts, *, normalize_embeddings):
            return [[1.0, 0.0] for _ in texts]

    monkeypatch.setitem(sys.modules, "sentence_transformers", types.SimpleNamespace(SentenceTransformer=Model))
    assert load_encoder(str(tmp_path))(["a", "b"]).shape == (2, 2)
