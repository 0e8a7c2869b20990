"""baton check: faults of a rule book, and every reading nobody declared with what each would give."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction
from typing import Any

from baton.cli.files import require_files
from baton.cli.inputs import moment
from baton.cli.screen import COLON, grid, require, say, show_problems, show_table, working
from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import OpenReading, alternatives, read_draft
from baton.scoring import score
from baton.scoring.facts import Facts
from baton.scoring.result import Result

SHOWN = 8
UNDECLARED = 1


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "check",
        description="检查规则书(和数据);一句话有几种读法而没有声明的,逐一列出,"
        "给了数据就把每种读法的结果摆出来。退出码:0 都声明了,1 有没声明的读法,2 有错误。",
    )
    parser.add_argument("rulebook", metavar="规则书", help="规则书(.yaml 或规范 .json)")
    parser.add_argument(
        "facts", metavar="事实", nargs="?", help="文件夹、工作簿、归档或 facts.json"
    )
    parser.add_argument("--as-of", default="", metavar="期间", help="截至哪一期")
    parser.add_argument("--on", default="", metavar="日期", help="基准日")
    parser.add_argument("--closing", action="store_true", help="已关账:没有报的算缺报")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Check the rule book, then the facts, then show readings."""
    require_files(arguments.rulebook, folders=[*filter(None, [arguments.facts])])
    problems = Problems()
    draft = read_draft(arguments.rulebook, problems=problems)
    require(problems)
    assert draft is not None
    facts = None
    if arguments.facts:
        facts = load_facts(
            draft.rulebook, arguments.facts, problems=problems, **moment(draft.rulebook, arguments)
        )
        require(problems)
    show_problems(problems)
    items, nodes = len(draft.rulebook["items"]), len(draft.rulebook["nodes"])
    say(f"规则书没有错误:{items} 个指标、{nodes} 个节点。")
    tentative = sum(problem.code == "reading" for problem in problems.warnings)
    if tentative:
        say(f"有 {tentative} 处暂按着算,还没有定(见上面的提醒)。")
    if not draft.open_readings:
        if not tentative:
            say("每一句的读法都已声明。")
        return UNDECLARED if tentative else 0
    say(f"有 {len(draft.open_readings)} 处读法没有声明,计分之前请逐一写明:")
    known = None if facts is None else Facts.from_canonical(facts)
    for number, reading in enumerate(draft.open_readings, start=1):
        _show(number, reading, draft.rulebook, known)
    return UNDECLARED


def _show(number: int, reading: OpenReading, rulebook: dict[str, Any], facts: Facts | None) -> None:
    item = _item(reading, rulebook)
    known = reading.place.endswith(reading.key)
    print(f"\n{number}. {reading.place}{'' if known else COLON + reading.key}")
    if item is not None and item["sentence"]:
        print(f"   原文{COLON}{item['sentence']}")
    if reading.note:
        say(f"   {reading.note}")
    print(
        f"   可以写{COLON}" + " / ".join(f"{reading.key}: {choice}" for choice in reading.choices)
    )
    if facts is not None:
        _results(reading, rulebook, item, facts)


def _results(
    reading: OpenReading, rulebook: dict[str, Any], item: dict[str, Any] | None, facts: Facts
) -> None:
    """The result of each reading on the figures at hand, the units that differ most first."""
    others = [
        entry
        for entry in alternatives(rulebook, item["code"] if item else None)
        if entry.label.startswith(reading.key)
    ]
    labels = [reading.choices[0], *(_choice(entry.label, reading.key) for entry in others)]
    with working("正在按每种读法计分……"):
        results = [score(book, facts) for book in (rulebook, *(entry.rulebook for entry in others))]
    rows = _rows(results, item)
    table = grid(["单位", *labels], right=range(1, len(labels) + 1))
    for name, values in rows[:SHOWN]:
        table.add_row(name, *values)
    if not rows:
        say("   对现有数据,几种读法结果相同(或都还没有出数)。")
        return
    show_table(table)
    if len(rows) > SHOWN:
        say(f"   另有 {len(rows) - SHOWN} 家也不同。")


def _rows(results: list[Result], item: dict[str, Any] | None) -> list[tuple[str, list[str]]]:
    found = []
    for subject in results[0].plan.facts.roster:
        if subject.subject not in results[0].plan.row_of:
            continue
        values = [_value(result, subject.subject, item) for result in results]
        if len(set(values)) > 1:
            found.append((_spread(values), subject.name or subject.subject, values))
    found.sort(key=lambda row: (-row[0], row[1]))
    return [(name, values) for _, name, values in found]


def _value(result: Result, subject: str, item: dict[str, Any] | None) -> str:
    if item is not None:
        return result.score(subject, item["code"]) or "—"
    line = result.lines[subject]
    rank = f"(第{line.rank}名{line.grade or ''})" if line.rank else ""
    return (line.total or "—") + rank


def _spread(values: list[str]) -> Fraction:
    numbers = [Fraction(value.split("(")[0]) for value in values if value[:1] not in "—"]
    return max(numbers) - min(numbers) if numbers else Fraction(0)


def _choice(label: str, key: str) -> str:
    return label[len(key) :].lstrip(" \uff1a:") or label


def _item(reading: OpenReading, rulebook: dict[str, Any]) -> dict[str, Any] | None:
    if reading.path[:1] != ("items",):
        return None
    found: dict[str, Any] = rulebook["items"][int(reading.path[1])]
    return found
