"""Text -> language, offline.

py3langid's Naive Bayes model, restricted to languages that news is read in: the full list of 97 lets short English
texts drift to Esperanto or Latin. The model loads on first use (about 0.3 s), so that importing this costs nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_CODES = (
    "am ar az be bg bn bs ca cs cy da de el en es et fa fi fr ga gu he hi hr hu hy id is it ja ka kk km kn ko ku ky lo "
    "lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
)
NEWS_LANGUAGES = tuple(_CODES.split())

_LETTERS = re.compile(r"[^\W\d_]")
_SAMPLE = 4000  # characters looked at: more does not change the answer on an article
_LEAST_LETTERS = 20
_SURE = 0.7


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None when it is too short to tell or the model is unsure."""
    sample = text[:_SAMPLE]
    if len(_LETTERS.findall(sample)) < _LEAST_LETTERS:
        return None
    code, probability = _model().classify(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(code) if probability >= _SURE else None


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(model.labels) if not callable(model.labels) else set(model.labels())
    model.set_languages([code for code in NEWS_LANGUAGES if code in known])
    model._full_model = (model.nb_ptc, model.nb_pc, model.nb_classes)  # the other languages: 19 MB in every process
    return model
