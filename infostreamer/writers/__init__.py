"""Numbered sentences -> what a language model makes of them. Whatever comes back is untrusted: the law decides."""

from __future__ import annotations

from infostreamer.writers.llm import Llm, llm_from

__all__ = ["Llm", "llm_from"]
