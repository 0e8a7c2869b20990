"""From files and canonical JSON: reading, scoring end to end, explaining, verifying."""

from __future__ import annotations

import csv
import importlib.util
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from baton.documents.observations import ItemInfo, KnownNames, read_observations
from baton.documents.problems import Problems
from baton.scoring import score
from baton.scoring.canonical import canonical_bytes
from bench.report import Line, at_most, not_yet, seconds, time_of
from bench.timing import alone
from bench.workload import MONTHS, Workload, city

ROOT = Path(__file__).resolve().parents[1]
STATES = {"missing": "缺报", "not_applicable": "无此任务", "reported": ""}
HEAD = ("单位", "指标", "期间", "数值", "状态")


def read_figures(quick: bool) -> Iterator[Line]:
    """A city-year's 175,680 figures, one per row, as .xlsx and as .csv."""
    work = _work(quick)
    names = dict(zip(work.subjects, (subject.name for subject in work.roster), strict=True))
    known = KnownNames(
        names,
        {item.code: ItemInfo(f"指标{item.code}") for item in work.items},
        periods=work.periods,
    )
    rows = [
        (names[subject], known.items[item].name, period, value, STATES[state])
        for subject, item, period, _, value, state, _, _ in work.facts(
            work.periods[-1]
        ).observations
    ]
    with tempfile.TemporaryDirectory() as folder:
        for path in (_write_xlsx(Path(folder), rows), _write_csv(Path(folder), rows)):

            def read(path: Path = path) -> None:
                problems = Problems()
                found = read_observations(path, known=known, problems=problems)
                if len(found) != len(rows) or problems.errors:
                    raise AssertionError(f"{path.name}: 读到 {len(found)} 行,应有 {len(rows)} 行")

            spent = alone(read, 1 if quick else 5)
            yield at_most(f"读入 {len(rows):,} 行({path.suffix})", spent, 1.5)


def end_to_end(quick: bool) -> Iterator[Line]:
    """From the bytes of a canonical rule book and canonical facts to the bytes of the result."""
    book, facts = _canonical(_work(quick))
    sources = canonical_bytes(book), canonical_bytes(facts)

    def parse() -> list[Any]:
        return [json.loads(source) for source in sources]

    rounds = 1 if quick else 5
    read = parse()
    made = score(*read)
    yield time_of("规范 JSON 解析(规则书、全年事实)", alone(parse, rounds))
    whole = alone(lambda: score(*read), rounds)
    yield time_of("score():全年事实、一个截至期", whole)
    spent = alone(lambda: canonical_bytes(made.canonical()), rounds)
    yield time_of("结果写成规范 JSON(含三个哈希)", spent)


def explain_one_cell(quick: bool) -> Iterator[Line]:
    """Why one indicator of one subject came to what it is: another cell each time."""
    name = "解释一个格子(写成文字)"
    if importlib.util.find_spec("baton.scoring.explain") is None:
        yield not_yet(name)
        return
    from baton.scoring.explain import explain

    work = _work(quick)
    made = score(work.rulebook, work.facts(work.periods[-1]))
    cells = [(item.code, row) for item in work.items[:99] for row in item.rows[::5].tolist()]
    turn = itertools.cycle(cells[:: max(len(cells) // 97, 1)])

    def one() -> str:
        code, row = next(turn)
        return explain(made, work.subjects[row], code).text()

    before = time.perf_counter()
    one()
    first = time.perf_counter() - before
    yield at_most(name, alone(one, 9 if quick else 199), 0.005)
    yield Line("  一次计分之后的第一个(要先备索引)", seconds(first))


def verify_and_archive(quick: bool) -> Iterator[Line]:
    """Writing an archive, and the offline verifier recomputing it in a process of its own."""
    saved, checked = "导出归档(全年事实、一个截至期)", "离线核验这个归档(含启动)"
    if importlib.util.find_spec("baton.documents.archives") is None:
        yield not_yet(saved)
        yield not_yet(checked)
        return
    from baton.documents.archives import write_archive

    work = _work(quick)
    made = score(work.rulebook, work.facts(work.periods[-1]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.zip"

        def write() -> None:
            for name in ("rulebook_digest", "facts_digest", "run"):
                made.__dict__.pop(name, None)  # hashes are kept with a result: compute them anew
            write_archive(made, path)

        yield time_of(saved, alone(write, 1 if quick else 5))
        verifier = ROOT / "verify" / "baton_verify.py"
        if not verifier.exists():
            yield not_yet(checked)
            return

        def verify() -> None:
            command = [sys.executable, "-I", str(verifier), str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise AssertionError(f"核验不一致:{done.stdout}{done.stderr}")

        yield at_most(checked, alone(verify, 1 if quick else 5, 0), 5)


def _work(quick: bool) -> Workload:
    return city(MONTHS[:1] if quick else MONTHS)


def _canonical(work: Workload) -> tuple[Any, Any]:
    return work.rulebook, work.facts(work.periods[-1]).canonical()


def _write_xlsx(folder: Path, rows: list[Any]) -> Path:
    path = folder / "figures.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("完成情况")
        sheet.write_row(0, 0, HEAD)
        for at, (subject, item, period, value, state) in enumerate(rows, start=1):
            sheet.write_string(at, 0, subject)
            sheet.write_string(at, 1, item)
            sheet.write_string(at, 2, period)
            if value is not None:
                sheet.write_number(at, 3, float(value))
            sheet.write_string(at, 4, state)
    return path


def _write_csv(folder: Path, rows: list[Any]) -> Path:
    path = folder / "figures.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows)
    return path
