"""Measurements -> the text that Prometheus reads (text exposition format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One number under its labels; `suffix` for the parts of a histogram."""

    value: float
    labels: Mapping[str, str]
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing measured. Names end in their unit, and in _total where they only grow."""

    name: str
    kind: Literal["gauge", "counter", "histogram"]
    help: str
    samples: tuple[Sample, ...]


def gauge(name: str, help_: str, value: float | Mapping[str, float] | None, label: str = "") -> Metric:
    """A gauge with one value, or with one for each value of a label. None: it is not known, and not told."""
    if isinstance(value, Mapping):
        return Metric(name, "gauge", help_, tuple(Sample(number, {label: of}) for of, number in value.items()))
    return Metric(name, "gauge", help_, () if value is None else (Sample(value, {}),))


def exposition(metrics: Iterable[Metric]) -> bytes:
    """The whole answer: HELP, TYPE and samples of each metric that has any."""
    lines: list[str] = []
    for metric in metrics:
        if metric.samples:
            lines.append(f"# HELP {metric.name} {_escaped(metric.help, quotes=False)}")
            lines.append(f"# TYPE {metric.name} {metric.kind}")
            lines += [_line(metric.name, sample) for sample in metric.samples]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _line(name: str, sample: Sample) -> str:
    labels = ",".join(f'{label}="{_escaped(value)}"' for label, value in sample.labels.items())
    return f"{name}{sample.suffix}{'{' + labels + '}' if labels else ''} {_number(sample.value)}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))


def _escaped(text: str, *, quotes: bool = True) -> str:
    plain = text.replace("\\", "\\\\").replace("\n", "\\n")
    return plain.replace('"', '\\"') if quotes else plain
