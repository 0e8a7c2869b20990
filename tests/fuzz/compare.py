"""Runs both implementations on one case and says where they first differ."""

import contextlib
import importlib
import importlib.util
import json
import pickle
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

# The engine lays out large groups and long blocks in other ways, which small cases would never reach.
SIZES = (("baton.scoring.plan", "BLOCK", 7), ("baton.scoring.nodes.runs", "DENSE_ROWS", 2))
VERIFIER = Path(__file__).resolve().parents[2] / "verify" / "baton_verify.py"


def canonical(value) -> bytes:
    """Canonical JSON (semantics section 11), written a third time so that neither side vouches for itself."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def sealed(value):
    """A copy in plain JSON types."""
    return json.loads(canonical(value))


@cache
def verifier() -> ModuleType:
    """The offline verifier, loaded by its path as an auditor would."""
    spec = importlib.util.spec_from_file_location("baton_verify", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def by_engine(rulebook: dict, facts: dict) -> dict:
    """The result of the engine."""
    from baton.scoring import score

    return score(rulebook, facts).canonical()


def by_engine_in_pieces(rulebook: dict, facts: dict) -> dict:
    """The result of the engine on its way for large books: the sizes from which it changes are made tiny."""
    with contextlib.ExitStack() as undo:
        for name, size, tiny in SIZES:
            module = importlib.import_module(name)
            undo.callback(setattr, module, size, getattr(module, size))
            setattr(module, size, tiny)
        return by_engine(rulebook, facts)


def by_verifier(rulebook: dict, facts: dict) -> dict:
    """The result of the verifier."""
    return verifier().recompute(sealed(rulebook), sealed(facts))


@dataclass(frozen=True)
class Difference:
    """Where the two disagree first; `kind` is what must stay the same while a case is made smaller."""

    kind: str
    text: str


def compare(rulebook: dict, facts: dict) -> tuple[Difference | None, dict | None]:
    """The first difference, and the result when both agree."""
    results, failures = {}, {}
    # A copy for each, so that none can change what another reads.
    given = pickle.dumps((sealed(rulebook), sealed(facts)))
    ways = {"engine": by_engine, "in pieces": by_engine_in_pieces, "verifier": verifier().recompute}
    for name, run in ways.items():
        try:
            results[name] = run(*pickle.loads(given))
        except Exception as error:  # whatever goes wrong is a finding, with its place
            failures[name] = f"{type(error).__name__}: {error} ({_place(error)})"
    if failures:
        kind = "raises: " + ", ".join(f"{n} {text.split(':')[0]}" for n, text in failures.items())
        return Difference(kind, "\n".join(f"{n}: {text}" for n, text in failures.items())), None
    texts = {name: canonical(result) for name, result in results.items()}
    for name in ("engine", "in pieces"):
        if texts[name] != texts["verifier"]:
            return _first(rulebook, name, results[name], results["verifier"]), None
    return None, results["verifier"]


def _place(error: Exception) -> str:
    trace = (error.__cause__ or error).__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _first(rulebook: dict, who: str, engine: dict, verified: dict) -> Difference:
    """The first row that differs: indicators before nodes before subjects, causes before effects."""
    what = {item["code"]: item["method"] for item in rulebook["items"]}
    what |= {node["code"]: node["kind"] for node in rulebook["nodes"]}
    for name, keys in (("items", 2), ("nodes", 2), ("subjects", 1)):
        ours, theirs = engine.get(name, {}), verified.get(name, {})
        if canonical(ours) == canonical(theirs):
            continue
        left = {tuple(row[:keys]): row for row in ours.get("rows", [])}
        right = {tuple(row[:keys]): row for row in theirs.get("rows", [])}
        for key in sorted({*left, *right}):
            mine, other = left.get(key), right.get(key)
            if mine == other:
                continue
            columns = _columns(ours.get("columns", []), mine, other)
            kind = f"{who}: {name} {what.get(key[-1], '')} {columns}"
            return Difference(kind, f"{kind}\n  {who:<9}{mine}\n  verifier {other}")
        return Difference(f"{name} order", f"{name}: the same rows, not written alike")
    extra = sorted(key for key in {*engine, *verified} if engine.get(key) != verified.get(key))
    return Difference(
        f"head {extra}", f"{extra}: {[(engine.get(k), verified.get(k)) for k in extra]}"
    )


def _columns(columns: list[str], mine: list | None, other: list | None) -> str:
    if mine is None or other is None:
        return "only one has the row"
    return ",".join(n for n, a, b in zip(columns, mine, other, strict=False) if a != b)
