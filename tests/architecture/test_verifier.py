"""The offline verifier is one file that needs nothing but Python, so that an auditor can read and run it."""

import ast
import sys

import pytest

from tests.architecture.tree import ROOT

VERIFIER = ROOT / "verify" / "baton_verify.py"


def borrowed(source: str) -> list[str]:
    """What `source` takes from outside the standard library, or loads in a way that cannot be seen."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [name.name for name in names]
            case ast.ImportFrom(level=level) if level:
                modules = ["."]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case ast.Call(func=ast.Name(id="__import__" | "exec" | "eval" as called)):
                modules = [called]
            case _:
                continue
        faults += [
            f"第 {node.lineno} 行:{module}"
            for module in modules
            if module.split(".")[0] not in sys.stdlib_module_names - {"importlib", "runpy"}
        ]
    return faults


def test_the_verifier_is_one_file():
    others = [p.name for p in VERIFIER.parent.rglob("*.py") if p != VERIFIER]
    assert others == []


def test_the_verifier_borrows_nothing():
    assert borrowed(VERIFIER.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import baton",
        "from baton.scoring import run",
        "import numpy as np",
        "from . import helper",
        "def f():\n    import yaml",
        "import importlib",
        "x = __import__('baton')",
        "exec(open('baton/scoring/run.py').read())",
    ],
)
def test_a_borrowed_module_is_found(planted):
    assert borrowed(planted)


def test_the_standard_library_is_welcome():
    assert borrowed("from __future__ import annotations\nimport json, hashlib\n") == []
