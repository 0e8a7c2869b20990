"""JSON Schema (draft 2020-12) of the canonical rule book, generated from the specification table."""

from __future__ import annotations

from typing import Any

from baton.scoring.rulebook.shapes import (
    Choice,
    Code,
    Day,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Method,
    Number,
    Quota,
    Record,
    Shape,
    Text,
)
from baton.scoring.rulebook.specs import METHODS, NODE_KINDS
from baton.scoring.rulebook.specs.book import (
    DATUM,
    FORMAT,
    GROUP,
    HEADING,
    INPUT,
    ITEM_FIELDS,
    ITEM_NOTES,
    SEMANTICS,
    VETO,
)
from baton.scoring.rulebook.specs.nodes import NODE_FIELDS, NODE_NOTES

Json = dict[str, Any]
_NUMBER = {"$ref": "#/$defs/number"}
_AGREED = {"$ref": "#/$defs/agreed"}


def schema() -> Json:
    """The whole schema; shape only: what must hold between values is checked by `find_faults`."""
    tables = {
        "data": _of(DATUM),
        "items": {"$ref": "#/$defs/item"},
        "nodes": {"oneOf": [{"$ref": f"#/$defs/node_{kind}"} for kind in NODE_KINDS]},
        "vetoes": _of(VETO),
        "groups": _of(GROUP),
    }
    heading = {field.key: _titled(field) for field in HEADING}
    properties: Json = {
        "format": {"const": FORMAT},
        "semantics": {"const": SEMANTICS},
        **heading,
        **{name: {"type": "array", "items": row} for name, row in tables.items()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规则书的规范 JSON",
        "description": "由规格表生成,请勿手改。算法见 semantics.md,写法见 rulebook.md。",
        **_object(properties, list(properties)),
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    found: Json = {
        "number": {
            "type": "string",
            "pattern": r"^(0|-?(0|[1-9]\d{0,14})(\.\d{0,5}[1-9])|-?[1-9]\d{0,14})$",
        },
        "agreed": _object({"field": {"type": "string", "minLength": 1}}, ["field"]),
        "input": _of(INPUT),
        "item": _item(),
    }
    for method in METHODS.values():
        found[f"params_{method.name}"] = {
            "title": f"{method.number} {method.title}",
            "description": method.sentence,
            **_fields(method.fields),
        }
        found[f"data_{method.name}"] = _inputs(method)
    for kind in NODE_KINDS.values():
        fields = _fields((*NODE_FIELDS, *kind.fields, *NODE_NOTES), _keys(NODE_NOTES))
        fields["properties"]["kind"] = {"const": kind.name}
        found[f"node_{kind.name}"] = {"title": kind.title, **fields}
    return found


def _item() -> Json:
    item = _fields((*ITEM_FIELDS, *ITEM_NOTES), _keys(ITEM_NOTES))
    item["properties"]["method"] = {"enum": list(METHODS)}
    item["properties"]["params"] = {"type": "object"}
    item["properties"]["data"] = {"type": "object"}
    item["required"] = sorted([*item["required"], "params", "data"])
    item["allOf"] = [
        {
            "if": {"properties": {"method": {"const": name}}},
            "then": {
                "properties": {
                    "params": {"$ref": f"#/$defs/params_{name}"},
                    "data": {"$ref": f"#/$defs/data_{name}"},
                }
            },
        }
        for name in METHODS
    ]
    return item


def _inputs(method: Method) -> Json:
    one = {"$ref": "#/$defs/input"}
    if method.free or method.listed:
        return {"type": "object", "additionalProperties": one}
    required = [entry.name for entry in method.inputs if not entry.optional]
    return _object({entry.name: one for entry in method.inputs}, required)


def _keys(fields: tuple[Field, ...]) -> frozenset[str]:
    return frozenset(field.key for field in fields)


def _fields(fields: tuple[Field, ...], optional: frozenset[str] = frozenset()) -> Json:
    required = [field.key for field in fields if field.key not in optional]
    return _object({field.key: _titled(field) for field in fields}, required)


def _object(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def _titled(field: Field) -> Json:
    found: Json = {"title": field.label}
    if field.note:
        found["description"] = field.note
    return {**found, **_of(field.shape)}


def _of(shape: Shape) -> Json:
    if isinstance(shape, Quota):
        share = _object({"share": _NUMBER}, ["share"])
        count = _object({"count": {"type": "integer", "minimum": 0}}, ["count"])
        return {"oneOf": [{"type": "null"}, share, count]}
    plain = _plain(shape)
    return {"oneOf": [{"type": "null"}, plain]} if getattr(shape, "null", False) else plain


def _plain(shape: Shape) -> Json:
    match shape:
        case Number(field=field):
            return {"oneOf": [_NUMBER, _AGREED]} if field else _NUMBER
        case Integer(least=least, most=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case Day(field=field):
            day = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
            return {"oneOf": [day, _AGREED]} if field else day
        case Text(empty=empty, most=most):
            return {"type": "string", "maxLength": most, **({} if empty else {"minLength": 1})}
        case Code():
            return {"type": "string", "minLength": 1, "maxLength": 200}
        case Choice(words=words):
            return {"enum": list(words)}
        case Flag():
            return {"type": "boolean"}
        case ListOf(of=inner, least=least):
            return {"type": "array", "items": _of(inner), "minItems": least}
        case MapOf(of=inner, least=least):
            return {"type": "object", "additionalProperties": _of(inner), "minProperties": least}
        case Record(fields=fields, optional=optional):
            return _fields(fields, optional)
        case _:
            periods = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
            return {"oneOf": [{"enum": ["@", "to_date"]}, periods]}
