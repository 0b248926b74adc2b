"""Parameters and body fields in words, for the page, the document and every refusal."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from infostreamer.web.api.operation import Operation

Json = dict[str, Any]
REF = "#/components/schemas/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRow:
    """One parameter in words."""

    name: str
    place: str  # path | query | body
    takes: str
    is_required: bool


def path_names(path: str) -> list[str]:
    """The names of the parameters in a path."""
    return re.findall(r"{(\w+)}", path)


@lru_cache(maxsize=256)
def properties_of(kind: type) -> dict[str, tuple[Json, bool]]:
    """Name -> JSON Schema and whether it must be given, of every field."""
    _, components = msgspec.json.schema_components([kind], ref_template=REF)
    shape = components[kind.__name__]
    required = shape.get("required", [])
    return {name: (tidy(schema), name in required) for name, schema in shape["properties"].items()}


def parameters_of(operation: Operation) -> list[ParameterRow]:
    """Every parameter and every field of the body."""
    in_path = path_names(operation.path)
    kinds = [(operation.params, "query"), *([(operation.body, "body")] if operation.body else [])]
    return [
        ParameterRow(
            name=name,
            place="path" if name in in_path else place,
            takes=_sentence(shape),
            is_required=is_required,
        )
        for kind, place in kinds
        for name, (shape, is_required) in properties_of(kind).items()
    ]


def takes(kind: type, field: str) -> str:
    """What a field takes: "a whole number from 1 to 100"; empty where the field is not one of the type."""
    shape, _ = properties_of(kind).get(field, ({}, False))
    return _kind_words(shape) if shape else ""


def tidy(shape: Any) -> Any:
    """A schema whose descriptions have no indentation of the source, with defaults as JSON."""
    if isinstance(shape, dict):
        return {key: _tidy_text(one) if key == "description" else tidy(one) for key, one in shape.items()}
    if isinstance(shape, list | tuple):
        return [tidy(one) for one in shape]
    return shape


def _tidy_text(text: Any) -> Any:
    return inspect.cleandoc(text) if isinstance(text, str) else tidy(text)


def _sentence(shape: Json) -> str:
    words = _kind_words(shape)
    if shape.get("default") not in (None, ""):
        words += f"; {_plain(shape['default'])} if left out"
    text = shape.get("description", "")
    return f"{text} {words[0].upper()}{words[1:]}.".strip()


def _kind_words(shape: Json) -> str:
    if "anyOf" in shape:
        return " or ".join(_kind_words(one) for one in shape["anyOf"] if one.get("type") != "null")
    if "enum" in shape:
        return "one of " + ", ".join(str(one) for one in shape["enum"])
    if shape.get("pattern", "").startswith("^[0-9a-f]"):
        return "8 to 16 digits of 0-9 and a-f"
    kind = str(shape.get("type", ""))
    if kind == "integer":
        return "a whole number" + (f" from {shape['minimum']} to {shape['maximum']}" if "maximum" in shape else "")
    if kind == "array":
        return f"a list of {shape.get('minItems', 0)} to {shape['maxItems']}" if "maxItems" in shape else "a list"
    return _TEXTS.get(kind, "a value") + _bounds(shape)


_TEXTS = {"boolean": "true or false", "string": "text", "object": "an object"}


def _bounds(shape: Json) -> str:
    longest = f" of at most {shape['maxLength']} characters" if "maxLength" in shape else ""
    return f"{longest}, not empty" if shape.get("minLength") else longest


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
