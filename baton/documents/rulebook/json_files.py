"""读规范 JSON 的规则书: strict, and with the same faults as the YAML, placed by indicator instead of line."""

from __future__ import annotations

import json
from typing import Any

from baton.documents.problems import Problems
from baton.scoring.rulebook import find_faults, labelled


class _Refused(ValueError):
    """A thing canonical JSON does not have."""


def read_json(text: str, name: str, problems: Problems) -> dict[str, Any] | None:
    """The rule book, or None after reporting everything that is wrong."""
    try:
        book = json.loads(
            text, object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float
        )
    except _Refused as error:
        problems.error(name, str(error), "规范 JSON 里数写成文字,键只写一次", code="json")
        return None
    except (json.JSONDecodeError, RecursionError, ValueError) as error:
        where = f"{name} 第{error.lineno}行" if isinstance(error, json.JSONDecodeError) else name
        problems.error(where, "JSON 写法不对,或嵌套太深", "请检查括号、引号和逗号", code="json")
        return None
    faults = find_faults(book)
    for fault in faults:
        where = labelled(book if isinstance(book, dict) else {}, fault.path)
        problems.error(f"{name} {where}", fault.what, fault.remedy, code="rulebook")
    return None if faults else book


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused(f"键“{key[:40]}”写了两次")
            seen.add(key)
    return found


def _no_float(text: str) -> Any:
    raise _Refused(f"有不带引号的小数 {text[:40]}")
