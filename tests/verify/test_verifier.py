"""离线核验器: an auditor with one file recomputes a year, and every kind of tampering is named."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from baton.documents.archives import MEMBERS, write_archive
from baton.scoring import score
from tests.fuzz.books import case
from tests.fuzz.compare import VERIFIER, canonical, verifier


@pytest.fixture
def archive(tmp_path) -> Path:
    path = tmp_path / "归档.zip"
    write_archive(score(*case(3)), path)
    return path


def run(path: Path) -> subprocess.CompletedProcess:
    """As an auditor would: the file alone, no site packages, no project on the path."""
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(path)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=120)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in MEMBERS}


def packed(path: Path, parts: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    target = path.with_name("改过.zip")
    with zipfile.ZipFile(target, "w", how) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return target


def resealed(path: Path, name: str, change) -> Path:
    """One member changed by somebody who also mends every hash."""
    parts = {key: json.loads(data) for key, data in members(path).items()}
    change(parts[name])
    module, manifest = verifier(), parts["manifest.json"]
    for key in ("rulebook", "facts", "result"):
        manifest[key] = module.digest(parts[f"{key}.json"])
    manifest["run"] = module.run_id(manifest["rulebook"], manifest["facts"])
    return packed(path, {key: canonical(part) for key, part in parts.items()})


def test_an_untouched_archive_agrees(archive):
    done = run(archive)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "核验通过" in done.stdout
    assert "运行号" in done.stdout


def test_the_same_run_writes_the_same_bytes(archive, tmp_path):
    write_archive(score(*case(3)), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_changed_score_is_named_even_when_every_hash_was_mended(archive):
    def raise_one(result):
        line = next(line for line in result["items"]["rows"] if line[4] is not None)
        line[4] = "99.5"

    done = run(resealed(archive, "result.json", raise_one))
    assert done.returncode == 1
    assert "指标表" in done.stdout
    assert "归档 99.5" in done.stdout


def test_a_changed_figure_is_found_through_the_results(archive):
    def move(facts):
        for line in facts["observations"]["rows"]:
            if line[5] == "reported" and line[3] == "" and line[4] and line[4][0].isdigit():
                line[4] = "77.7" if "-" not in line[4] else line[4]

    done = run(resealed(archive, "facts.json", move))
    assert done.returncode == 1
    assert "重算" in done.stdout


def test_a_line_left_out_is_named(archive):
    done = run(resealed(archive, "result.json", lambda result: result["subjects"]["rows"].pop()))
    assert done.returncode == 1
    assert "归档里没有这一行" in done.stdout


@pytest.mark.parametrize("name", MEMBERS[1:])
def test_a_member_changed_without_mending_hashes_is_named(archive, name):
    parts = members(archive)
    parts[name] = parts[name].replace(b'"format"', b'"formas"', 1)
    done = run(packed(archive, parts))
    assert done.returncode == 2
    assert name in done.stderr


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda p: p.write_bytes(b""), "打不开归档"),
    (lambda p: p.write_bytes(p.read_bytes()[:200]), "打不开归档"),
    (lambda p: p.unlink(), "打不开归档"),
    (lambda p: packed(p, {k: v for k, v in members(p).items() if k != "facts.json"}).replace(p), "facts.json"),
    (lambda p: packed(p, members(p), zipfile.ZIP_DEFLATED).replace(p), "不压缩"),
    (lambda p: packed(p, members(p) | {"facts.json": b"{"}).replace(p), "不是完好的 JSON"),
    (lambda p: packed(p, members(p) | {"facts.json": b"[" * 100_000}).replace(p), "不是完好的 JSON"),
    (lambda p: packed(p, members(p) | {"facts.json": b'{"a":1.5}'}).replace(p), "不是完好的 JSON"),
    (lambda p: packed(p, members(p) | {"facts.json": b'{ "a":1}'}).replace(p), "不是规范形式"),
])  # fmt: skip
def test_an_archive_that_can_not_be_read_gets_a_sentence(archive, spoil, sentence):
    spoil(archive)
    done = run(archive)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_rule_book_inside_gets_a_sentence(archive):
    done = run(resealed(archive, "rulebook.json", lambda book: book.pop("items")))
    assert done.returncode == 2
    assert "无法重算" in done.stderr
    assert "Traceback" not in done.stderr
