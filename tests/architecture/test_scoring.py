"""The engine is exact and pure: no floats, no clock, no chance, no input or output; and it can be read."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, python_files

# Files that may name floats, each with the reason why no score can pass through them.
FLOATS_ALLOWED: dict[str, str] = {}

FLOATS_OF_NUMPY = {
    *("float16", "float32", "float64", "float128", "longdouble", "double", "single", "half"),
    *(
        "mean",
        "average",
        "median",
        "std",
        "var",
        "sqrt",
        "divide",
        "true_divide",
        "linspace",
        "power",
    ),
}
FLOAT_NAMES = {"float", "float16", "float32", "float64", "f2", "f4", "f8"}
EXACT_MATH = {"gcd", "lcm", "isqrt", "prod", "comb", "factorial"}
IMPURE_MODULES = {
    *("time", "random", "secrets", "uuid", "os", "io", "pathlib", "glob", "tempfile", "shutil"),
    *("socket", "ssl", "http", "urllib", "subprocess", "sqlite3", "logging", "locale", "importlib"),
    *("threading", "multiprocessing", "asyncio"),
}
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "__import__"}
CLOCK_CALLS = {"now", "today", "utcnow", "fromtimestamp"}
LONGEST_FILE = 400


def floats(source: str) -> list[str]:
    """Where `source` makes or names a binary float. Asking `isinstance(x, float)` is how one is refused."""
    tree = ast.parse(source)
    asked = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in {"isinstance", "issubclass"}
        for argument in call.args[1:]
        for part in ast.walk(argument)
    }
    return [
        f"第 {node.lineno} 行:{ast.unparse(node)}"
        for node in ast.walk(tree)
        if id(node) not in asked and _is_float(node)
    ]


def _is_float(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=float() | complex()):
            return True
        case ast.Constant(value=str(text)):
            return text in FLOAT_NAMES
        case ast.Name(id="float" | "complex"):
            return True
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=attribute):
            return attribute in FLOATS_OF_NUMPY
        case ast.Attribute(value=ast.Name(id="math"), attr=attribute):
            return attribute not in EXACT_MATH
        case ast.ImportFrom(module="math", names=names):
            return any(name.name not in EXACT_MATH for name in names)
        case ast.ImportFrom(module="numpy", names=names):
            return any(name.name in FLOATS_OF_NUMPY for name in names)
    return False


def impurities(source: str) -> list[str]:
    """Where `source` could see anything but its arguments."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        for module in _imported(node):
            top = module.split(".")[0]
            known = top in sys.stdlib_module_names or top in {"numpy", "baton"}
            if not known or top in IMPURE_MODULES or module.startswith("numpy.random"):
                faults.append(f"第 {node.lineno} 行引用了 {module}")
        match node:
            case ast.Call(func=ast.Name(id=called)) if called in IMPURE_CALLS:
                faults.append(f"第 {node.lineno} 行调用了 {called}")
            case ast.Call(func=ast.Attribute(attr=called)) if called in CLOCK_CALLS:
                faults.append(f"第 {node.lineno} 行看了时钟:{ast.unparse(node)}")
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"):
                faults.append(f"第 {node.lineno} 行用了随机数")
    return faults


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=str(module), level=0, names=names):
            yield from (f"{module}.{name.name}" for name in names)


def undocumented(source: str) -> list[str]:
    """The public functions and classes of `source` that state no contract."""
    return [
        f"第 {node.lineno} 行:{node.name} 没有说明"
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def too_long(source: str) -> list[str]:
    """Whether `source` has outgrown what a reader keeps in mind."""
    lines = len(source.splitlines())
    return [f"有 {lines} 行,请拆分"] if lines > LONGEST_FILE else []


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("check", [floats, impurities, undocumented, too_long])
def test_the_engine_is_exact_pure_and_readable(check):
    files = python_files("baton/scoring")
    assert len(files) > 20
    allowed = FLOATS_ALLOWED if check is floats else {}
    faults = {_name(p): check(p.read_text("utf-8")) for p in files if _name(p) not in allowed}
    assert {name: found for name, found in faults.items() if found} == {}


def test_every_allowance_for_floats_is_still_needed():
    for name in FLOATS_ALLOWED:
        assert floats((ROOT / name).read_text("utf-8")), f"{name} 已不用浮点数,请从名单中删去"


@pytest.mark.parametrize(
    "planted",
    [
        "x = 0.5",
        "x = 1e3",
        "x = float(3)",
        "def f(x: float): ...",
        "x = np.zeros(3, dtype=np.float64)",
        "x = column.astype('float64')",
        "x = np.mean(column)",
        "x = math.sqrt(2)",
        "from math import sqrt",
        "from numpy import float64",
        "x = isinstance(0.5, int)",
    ],
)
def test_a_planted_float_is_found(planted):
    assert floats(planted)


@pytest.mark.parametrize(
    "honest", ["isinstance(x, float | np.floating)", "math.gcd(4, 6)", "x = 'a'"]
)
def test_refusing_a_float_is_no_float(honest):
    assert floats(honest) == []


@pytest.mark.parametrize(
    "planted",
    [
        "import random",
        "from random import shuffle",
        "import time",
        "from numpy import random",
        "import numpy.random",
        "x = np.random.default_rng()",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import os.path",
        "import yaml",
        "import pandas as pd",
        "def f():\n    from pathlib import Path",
        "x = open('facts.csv')",
        "x = eval('1')",
        "print(1)",
    ],
)
def test_a_planted_impurity_is_found(planted):
    assert impurities(planted)


@pytest.mark.parametrize("pure", ["import numpy as np", "from datetime import date", "import re"])
def test_pure_modules_are_welcome(pure):
    assert impurities(pure) == []


@pytest.mark.parametrize("planted", ["def score(): ...", "class Column: ...", "async def f(): ..."])
def test_a_function_without_a_contract_is_found(planted):
    assert undocumented(planted)
    assert undocumented(planted.replace("...", '"""What it promises."""')) == []
    assert undocumented("def _helper(): ...") == []


def test_a_long_file_is_found():
    assert too_long("x = 1\n" * (LONGEST_FILE + 1))
    assert too_long("x = 1\n" * LONGEST_FILE) == []
