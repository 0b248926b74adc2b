"""A spaCy pipeline in place of the embedded network: the setting understand.pipeline."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from infostreamer.model import ConfigurationError, Report
from infostreamer.understand.pack.lemmas import lemma_of
from infostreamer.understand.pack.parse import Parse, Sentence, Token
from infostreamer.understand.pack.words import Word, rows_of

# Labels of pipelines trained on OntoNotes, as Universal Dependencies and our types have them; others stay.
_RELATIONS = {
    "ROOT": "root", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj",
    "dative": "iobj", "neg": "advmod", "prt": "compound:prt", "poss": "nmod:poss", "relcl": "acl:relcl",
    "npadvmod": "obl:unmarked", "attr": "xcomp", "acomp": "xcomp", "nn": "compound", "possessive": "case",
}  # fmt: skip
_TYPES = {
    "PERSON": "person", "PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place",
    "NORP": "nationality", "EVENT": "other", "WORK_OF_ART": "other", "LAW": "other", "PRODUCT": "other",
    "MISC": "other", "person": "person", "organisation": "organisation", "place": "place",
    "nationality": "nationality", "other": "other",
}  # fmt: skip
_STAND_IN = "it"  # for a masked quotation: a word that every English pipeline knows


def load_pipeline(name: str) -> SpacyPipeline:
    """The pipeline of this package name or folder.

    Raises:
        ConfigurationError: spaCy is not installed, or it finds no pipeline under this name.
    """
    try:
        spacy: Any = importlib.import_module("spacy")
    except ImportError as error:
        raise ConfigurationError(
            "understand.pipeline needs spaCy; `pip install infostreamer[spacy]`, or leave the setting empty."
        ) from error
    try:
        return SpacyPipeline(spacy.load(name), spacy.tokens.Doc)
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise ConfigurationError(f"understand.pipeline: spaCy cannot load {name!r}: {error}.") from error


class SpacyPipeline:
    """Reads reports with a spaCy pipeline over our own words, quotations masked as the embedded pack does."""

    def __init__(self, nlp: Any, doc_type: Any) -> None:
        """`nlp`: a loaded pipeline; what it lacks (parser, names) stays empty in the Parse. `doc_type`: spaCy's Doc."""
        self._nlp, self._doc = nlp, doc_type
        meta = nlp.meta
        self.name = f"spacy/{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"

    def read(self, report: Report) -> Parse:
        """The Parse of a report in the pipeline's language, or of one whose language is unknown; empty for others."""
        if report.language not in (self._nlp.lang, None):
            return Parse()
        return Parse(tuple(self._sentence(report.text, row) for row in rows_of(report)))

    def _sentence(self, text: str, row: Sequence[Word]) -> Sentence:
        words = [_STAND_IN if word.is_masked else word.read for word in row]
        doc = self._nlp(self._doc(self._nlp.vocab, words=words))
        heads = _heads([token.head.i for token in doc])
        return Sentence(
            row[0].start, row[-1].end,
            tuple(_token(text, word, token, head) for word, token, head in zip(row, doc, heads, strict=True)),
        )  # fmt: skip


def _heads(heads: list[int]) -> list[int]:
    """spaCy's heads (a root is its own) with one root: later ones hang on the first; without a parser all do."""
    first = next(at for at, head in enumerate(heads) if at == head)
    return [-1 if at == first else (first if at == head else head) for at, head in enumerate(heads)]


def _token(text: str, word: Word, token: Any, head: int) -> Token:
    relation = "root" if head < 0 else _RELATIONS.get(token.dep_, token.dep_) or "dep"
    if relation == "root" and head >= 0:
        relation = "parataxis"
    if word.is_masked:
        return Token(word.start, word.end, "", "", "NOUN", head, relation, "O")
    slice_, tag = text[word.start : word.end], token.pos_ or "X"
    kind = _TYPES.get(token.ent_type_)
    entity = f"{token.ent_iob_}-{kind}" if kind is not None else "O"
    return Token(word.start, word.end, slice_, token.lemma_ or lemma_of(slice_, tag), tag, head, relation, entity)
