"""What is released: one version number, pinned packages, and a wheel with everything `baton` needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import baton
from tests.architecture.tree import ROOT

NUMBERED = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.M)
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)(.*?)(?=^\S|\Z)", re.M | re.S)


def newest_version(changelog: str) -> str:
    """The first numbered heading; a heading for what is not yet released has no number."""
    found = NUMBERED.search(changelog)
    assert found, "CHANGELOG.md 里没有带编号的标题"
    return found.group(1)


def pins(requirements: str) -> dict[str, str]:
    """Package → version; refuses a pin without a hash."""
    found = {name: (version, rest) for name, version, rest in PIN.findall(requirements)}
    unhashed = [name for name, (_, rest) in found.items() if "--hash=sha256:" not in rest]
    assert unhashed == [], "没有校验值,请运行 make requirements"
    return {name: version for name, (version, _) in found.items()}


def unpinned(dependencies: list[str], pinned: dict[str, str]) -> list[str]:
    """The dependencies of pyproject.toml that the pins do not know."""
    names = [re.split(r"[<>=~!;\[ ]", entry)[0].lower() for entry in dependencies]
    return [name for name in names if name not in pinned]


def test_the_version_comes_from_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert baton.__version__ == newest_version(changelog), "请运行 make install"


def test_another_heading_is_another_version():
    assert newest_version("## [未发布]\n\n## [9.8.7] 2031-01-01\n\n## [0.1.0]\n") == "9.8.7"
    with pytest.raises(AssertionError):
        newest_version("# 变更记录\n")


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    runtime = pins((ROOT / "requirements/runtime.txt").read_text("utf-8"))
    development = pins((ROOT / "requirements/dev.txt").read_text("utf-8"))
    assert unpinned(project["dependencies"], runtime) == [], "请运行 make requirements"
    assert runtime.items() <= development.items(), "两份清单的版本不一致,请运行 make requirements"


def test_a_missing_pin_or_hash_is_found():
    assert unpinned(["numpy>=2", "newcomer>=1"], {"numpy": "2.4"}) == ["newcomer"]
    with pytest.raises(AssertionError):
        pins("numpy==2.4 \\\n    --hash=sha256:00\nnewcomer==1.0\n")


def build_wheel(folder: Path) -> set[str]:
    """The names of the files in a freshly built wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_the_verifier_and_the_examples(tmp_path):
    carried = build_wheel(tmp_path)
    examples = [p for p in (ROOT / "examples").rglob("*") if p.is_file()]
    assert "baton/cli/main.py" in carried
    assert ("baton/_verify/baton_verify.py" in carried) == (
        ROOT / "verify/baton_verify.py"
    ).exists()
    assert {f"baton/{path.relative_to(ROOT).as_posix()}" for path in examples} <= carried
    assert not [name for name in carried if name.startswith(("tests/", "bench/", "docs/"))]
