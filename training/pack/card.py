"""The tables of CARD.md from what a training run measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_START, _END = "<!-- measured -->", "<!-- end of measured -->"


def write(about: dict[str, Any], path: Path) -> None:
    """Put the run's tables between the two marks of the card."""
    text = path.read_text("utf-8")
    head, _, rest = text.partition(_START)
    tail = rest.partition(_END)[2]
    path.write_text(f"{head}{_START}\n{tables(about)}\n{_END}{tail}", "utf-8")


def tables(about: dict[str, Any]) -> str:
    """Scores, sizes, versions and digests as Markdown."""
    lines = ["", "| test | UPOS | UAS | LAS |", "|---|---|---|---|"]
    for name, row in about["scores"].items():
        if "uas" in row:
            lines.append(f"| {name} | {row['upos']:.3f} | {row['uas']:.3f} | {row['las']:.3f} |")
    lines += ["", "| test | type | precision | recall | F1 |", "|---|---|---|---|---|"]
    for name, row in about["scores"].items():
        for kind, each in row.get("names", {}).items():
            lines.append(f"| {name} | {kind} | {each['p']:.3f} | {each['r']:.3f} | {each['f1']:.3f} |")
    sentences = ", ".join(f"{name} {count:,}" for name, count in about["sentences"].items())
    sizes = ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in about["files"].items())
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    lines += ["", f"Sentences: {sentences}.", f"Files: {sizes}.", f"Versions: {versions}; seed {about['seed']}, "
              f"{about['epochs']} passes.", "", "| data | SHA-256 |", "|---|---|"]  # fmt: skip
    lines += [f"| `{name}` | `{value}` |" for name, value in about["digests"].items()]
    return "\n".join(lines)
