"""The rule book and facts a command was given, and the names a person may use for units and indicators."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baton.cli.files import require_files
from baton.cli.screen import require, show_problems, working
from baton.cli.wording import Parser
from baton.documents.archives import read_archive
from baton.documents.dates import Periods, read_date
from baton.documents.names import NameBook
from baton.documents.office import check_canonical, check_facts, load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.facts import Facts
from baton.scoring.result import Result
from baton.scoring.rulebook import find_faults, labelled


@dataclass
class Given:
    """A rule book with canonical facts."""

    rulebook: dict[str, Any]
    facts: dict[str, Any]


def add_inputs(parser: Parser) -> None:
    """规则书, 事实 and how to read them."""
    parser.add_argument("rulebook", metavar="规则书", help="规则书(.yaml 或规范 .json)")
    parser.add_argument("facts", metavar="事实", help="文件夹、工作簿、归档 .zip 或 facts.json")
    parser.add_argument("--as-of", default="", metavar="期间", help="截至哪一期,如 2026-12")
    parser.add_argument("--on", default="", metavar="日期", help="基准日,如 2026-12-31")
    parser.add_argument("--closing", action="store_true", help="已关账:没有报的算缺报")


def moment(rulebook: dict[str, Any], arguments: Namespace) -> dict[str, Any]:
    """Reference period and date as the rule book writes them: 2026年12月 is 2026-12, 2026/12/31 is 2026-12-31."""
    on = read_date(arguments.on) if arguments.on else ""
    if on is None:
        problems = Problems()
        problems.error(
            "--on", f"“{arguments.on}”不是日期", "请写全年月日,如 2026-12-31", code="not-a-date"
        )
        require(problems)
    as_of = Periods(rulebook["calendar"]).find(arguments.as_of) or arguments.as_of
    return {"as_of": as_of, "on": on, "closing": arguments.closing}


def given(arguments: Namespace) -> Given:
    """Read both; all faults of the rule book first, then all faults of the facts."""
    require_files(arguments.rulebook, folders=[arguments.facts])
    problems = Problems()
    with working("正在读规则书和数据……"):
        rulebook = read_rulebook(arguments.rulebook, problems=problems)
        require(problems)
        assert rulebook is not None
        facts = load_facts(
            rulebook, arguments.facts, problems=problems, **moment(rulebook, arguments)
        )
    require(problems)
    assert facts is not None
    show_problems(problems)
    return Given(rulebook, facts)


def scored(arguments: Namespace) -> Result:
    """Read and compute."""
    found = given(arguments)
    with working("正在计分……"):
        return score(found.rulebook, found.facts)


def from_archive(path: str) -> Result:
    """An archive computed again, after its rule book and facts have been looked through."""
    require_files(path)
    problems = Problems()
    members = read_archive(Path(path), problems=problems)
    require(problems)
    assert members is not None
    rulebook, name = members["rulebook"], Path(path).name
    for fault in find_faults(rulebook):
        where = labelled(rulebook if isinstance(rulebook, dict) else {}, fault.path)
        problems.error(f"{name} {where}", fault.what, fault.remedy, code="rulebook")
    require(problems)
    if check_canonical(members["facts"], rulebook, name, problems=problems):
        check_facts(rulebook, members["facts"], problems=problems, places={})
    require(problems)
    return score(rulebook, Facts.from_canonical(members["facts"]))


def find_subject(result: Result, written: str) -> str:
    """A unit or person by number, name or alias."""
    roster = [subject for subject in result.plan.facts.roster if subject.subject in result.lines]
    names = {subject.subject: subject.name or subject.subject for subject in roster}
    aliases = {alias: subject.subject for subject in roster for alias in subject.aliases}
    return _find(NameBook(names, aliases, kind="单位"), written, "单位")


def find_code(result: Result, written: str) -> str:
    """An indicator or node by code or name."""
    plan = result.plan
    names = {code: entry["name"] for code, entry in (plan.items | plan.nodes).items()}
    return _find(NameBook(names, {}, kind="指标"), written, "指标")


def _find(book: NameBook, written: str, kind: str) -> str:
    match = book.find(written)
    if match.id is not None:
        return match.id
    problems = Problems()
    near = "、".join(match.candidates)
    remedy = f"是不是:{near}" if near else f"请用规则书或名册里的{kind}名称或编号"
    problems.error(
        f"--{'subject' if kind == '单位' else 'indicator'}", f"没有{kind}“{written}”", remedy
    )
    require(problems)
    raise AssertionError("unreachable")
