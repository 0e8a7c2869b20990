"""The desk's rooms: what its layers may know, and what every write and address must say."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from baton.web.access import ACCESS, may_open
from tests.architecture.tree import ROOT

WEB_PARTS = ("django.http", "django.shortcuts", "django.template", "django.urls", "django.forms")
# Each carries the audit entry of its own kind, or is the log itself.
SILENT = {"audit/services.py", "facts/services.py:move_on", "facts/services.py:only_new", "assessment/services.py:keep_provisional", "printing/services.py:advance",
          "facts/services.py:rows_digest"}  # fmt: skip


def imported(tree: ast.AST) -> set[str]:
    """The modules a file imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms(root: Path, *names: str) -> dict[str, ast.Module]:
    """The files of some rooms, by their path below baton/."""
    files = [path for name in names for path in sorted((root / "baton" / name).rglob("*.py"))]
    return {
        path.relative_to(root / "baton").as_posix(): ast.parse(path.read_text("utf-8"))
        for path in files
    }


def web_in_records(files: dict[str, ast.Module]) -> list[str]:
    return [
        f"{name} 引用了网页部件 {module}"
        for name, tree in files.items()
        for module in sorted(imported(tree))
        if module.startswith(WEB_PARTS)
    ]


def models_that_know_too_much(files: dict[str, ast.Module]) -> list[str]:
    return [
        f"{name} 引用了 {module}"
        for name, tree in files.items()
        if name.endswith("models.py")
        for module in sorted(imported(tree))
        if module.startswith("baton.domain.")
        and {"services", "queries", "policies"} & set(module.split("."))
    ]


def careless_writes(files: dict[str, ast.Module]) -> list[str]:
    """Public functions of services that are not keyword-only, take no `by`/`at`, or leave no audit entry."""
    faults = []
    for name, tree in files.items():
        short = name.removeprefix("domain/")
        if not name.endswith("services.py") or short in SILENT:
            continue
        for node in tree.body:
            if (
                not isinstance(node, ast.FunctionDef)
                or node.name.startswith("_")
                or f"{short}:{node.name}" in SILENT
            ):
                continue
            arguments = {argument.arg for argument in node.args.kwonlyargs}
            if node.args.args or not (
                {"by", "at"} <= arguments or (node.name == "found" and "at" in arguments)
            ):
                faults.append(f"{name} 的 {node.name} 应当只用关键字参数,并写明 by、at")
            calls = {
                ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)
            }
            decorators = {ast.unparse(one) for one in node.decorator_list}
            if (
                not any(call in {"audit.record", "record"} or "services." in call for call in calls)
                and "recorded" not in decorators
            ):
                faults.append(f"{name} 的 {node.name} 没有留下操作记录")
            if "transaction.atomic" not in decorators:
                faults.append(f"{name} 的 {node.name} 不在一个事务里")
    return faults


def routes(patterns: list, prefix: str = "") -> list[str]:
    """The names of all addresses."""
    found = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            name = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found += routes(entry.url_patterns, name)
        elif isinstance(entry, URLPattern):
            found.append(f"{prefix}{entry.name}")
    return found


def test_records_and_the_desk_know_no_web_page():
    assert web_in_records(rooms(ROOT, "domain", "desk")) == []


def test_models_know_no_services_queries_or_policies():
    assert models_that_know_too_much(rooms(ROOT, "domain")) == []


def test_every_write_says_who_and_when_and_leaves_an_entry():
    assert careless_writes(rooms(ROOT, "domain")) == []


def test_every_address_says_who_may_open_it_and_every_entry_is_an_address():
    assert sorted(routes(get_resolver().url_patterns)) == sorted(ACCESS)


def test_an_address_that_is_not_listed_is_open_to_nobody():
    assert not may_open("office:nowhere", "clerk") and not may_open("office:nowhere", None)


@pytest.mark.parametrize(
    ("find", "name", "code"),
    [
        (web_in_records, "domain/planted/services.py", "from django.http import HttpResponse"),
        (web_in_records, "desk/planted.py", "import django.shortcuts"),
        (models_that_know_too_much, "domain/planted/models.py", "from baton.domain.orgs import queries"),
        (careless_writes, "domain/planted/services.py", "def write(thing): audit.record(thing)"),
        (careless_writes, "domain/planted/services.py", "@transaction.atomic\ndef write(*, by, at): pass"),
        (careless_writes, "domain/planted/services.py", "def write(*, by, at): audit.record(by)"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(find, name, code):
    assert find({name: ast.parse(code)})


def test_a_day_is_the_offices_and_not_that_of_greenwich():
    """A moment's own .date() is Greenwich's: until eight in the morning it is the day before the office's."""
    bare = re.compile(r"\b(?:at|now|moment|\w+_at)\.date\(\)|clock\.now\(\)\.date\(\)")
    rooms = [path for name in ("domain", "desk", "web") for path in (ROOT / "baton" / name).rglob("*.py")]  # fmt: skip
    assert (
        len(rooms) > 200
        and [path.name for path in rooms if bare.search(path.read_text("utf-8"))] == []
    )
