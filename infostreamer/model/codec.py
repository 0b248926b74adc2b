"""The one codec: nouns to JSON and back, validated on decode."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from infostreamer.model.errors import IntegrityError
from infostreamer.model.finding import PAYLOADS, Finding
from infostreamer.model.span import Span
from infostreamer.model.typed import converted, decoder_of

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(value: object) -> bytes:
    """The value as compact JSON with keys in a fixed order; a Finding becomes `finding_to_json` first."""
    if isinstance(value, Finding):
        value = finding_to_json(value)
    return _ENCODER.encode(value)


def decode(data: bytes | str, noun: type[T]) -> T:
    """The noun that `encode` wrote.

    Raises:
        IntegrityError: the bytes are not that noun.
    """
    try:
        if noun is Finding:
            return finding_from_json(msgspec.json.decode(data))  # type: ignore[return-value]
        return decoder_of(noun).decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise IntegrityError(f"Stored {noun.__name__} cannot be read back: {error}.") from error


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON values, payload tagged by its kind."""
    return {
        "id": finding.id,
        "report_id": finding.report_id,
        "kind": finding.kind,
        "spans": [[span.start, span.end] for span in finding.spans],
        "maker": finding.maker,
        "confidence": finding.confidence,
        "payload": msgspec.to_builtins(finding.payload),
    }


def finding_from_json(row: dict[str, Any]) -> Finding:
    """The finding that `finding_to_json` wrote.

    Raises:
        IntegrityError: unknown kind or fields of another shape.
    """
    try:
        payload = converted(row["payload"], PAYLOADS[row["kind"]])
        spans = tuple(Span(row["report_id"], start, end) for start, end in row["spans"])
        return Finding(
            id=row["id"],
            report_id=row["report_id"],
            spans=spans,
            payload=payload,
            maker=row["maker"],
            confidence=row["confidence"],
        )
    except (KeyError, TypeError, ValueError, msgspec.MsgspecError) as error:
        raise IntegrityError(f"Stored finding cannot be read back: {error}.") from error
