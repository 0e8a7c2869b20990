"""The demonstration: the same city everywhere, everything that happens in a real year, and every digit agreed."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from baton.cli import demo
from baton.cli.demo import ARCHIVE, BOARD, FILES, build_city
from baton.cli.demo.city import ABSENT, EXCUSED, PENDING, TASKLESS
from baton.cli.demo.figures import department_tasks
from baton.cli.demo.last_year import YEARS
from baton.cli.demo.ordinary import half_year_figures
from baton.cli.demo.people import CITY_GROUPS, COUNTIES, MERGED, TWINS, departments, leaders
from baton.cli.demo.published import score_folder
from baton.cli.demo.rules import rulebook
from baton.scoring import score
from baton.scoring.facts import OBSERVATIONS, Facts
from baton.scoring.facts import table as table_of


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """One run: where its files are, what it returned, what it showed and the result it computed."""
    out = tmp_path_factory.mktemp("demo") / "云州市-演示"
    said: list[object] = []
    computed = []

    def echo(*parts: object) -> None:
        said.extend(parts)

    def kept(*arguments: object, **options: object):
        computed.append(score_folder(*arguments, **options))
        return computed[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "score_folder", kept)
        status = demo.run(out, echo=echo)
    return (out, status, said), computed[0]


@pytest.fixture(scope="session")
def shown(demonstration):
    """Where the files are, what was returned and what was shown."""
    return demonstration[0]


@pytest.fixture(scope="session")
def result(demonstration):
    """The city scored."""
    return demonstration[1]


def contents(folder: Path) -> dict[str, bytes]:
    """What is in the files, without the times that workbooks carry."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                names = [name for name in book.namelist() if name.startswith("xl/")]
                found[path.name] = b"".join(book.read(name) for name in names)
        else:
            found[path.name] = path.read_bytes()
    return found


def test_everything_agrees_and_the_files_are_where_it_says(shown):
    out, status, said = shown
    text = "\n".join(part for part in said if isinstance(part, str))
    assert status == 0, text
    assert "20 个公布的数,每一位都一致" in text
    assert "核验通过" in text
    assert str(out.resolve()) in text
    assert {FILES, ARCHIVE, BOARD} == {path.name for path in out.iterdir()}


@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_screen(shown, width):
    tables = [part for part in shown[2] if isinstance(part, Table)]
    assert len(tables) == 4
    for table in tables:
        assert Console(width=1000).measure(table).maximum <= width


def test_the_city_is_the_same_everywhere(shown, tmp_path):
    build_city(tmp_path)
    assert contents(tmp_path) == contents(shown[0] / FILES)


def test_the_city_has_its_size():
    names = [name for name, _ in departments()]
    assert len(names) == len(set(names)) == 113
    assert len({group for _, group in departments()}) == len(CITY_GROUPS) == 4
    assert len(COUNTIES) == 8
    people = leaders()
    assert len(people) == len({name for _, name, _ in people}) == 624
    own = Counter(task.subject for task in department_tasks())
    assert set(own.values()) == {20}
    points = Counter()
    for task in department_tasks():
        points[task.subject] += task.points
    assert set(points.values()) == {60}


def test_a_real_year_happens(result):
    lines = result.lines
    assert lines[MERGED].status == "inactive"
    assert (lines[PENDING].status, lines[PENDING].reason) == ("unranked", "open")
    assert "缺报" in state_words(result, ABSENT)
    assert "单列" in state_words(result, EXCUSED)
    assert "无此任务" in state_words(result, TASKLESS)
    assert len(result.effects) == 4, "认定而有效的否决:两个部门、两个县"
    assert lines["石门县"].grade not in ("优秀", None)
    late = [float(result.score(name, "GX3") or 6) for name, _ in departments() if name != MERGED]
    assert sum(score < 6 for score in late) >= 5
    for one, other in TWINS.items():
        assert lines[one].rank == lines[other].rank, "真正的并列"


def test_leaders_get_their_share_from_their_units(result):
    names = {subject.subject: subject for subject in result.plan.facts.roster}
    people = [line for line in result.lines.values() if line.group == "领导干部"]
    assert len(people) == 624
    for line in people:
        units = [unit for unit, _ in names[line.subject].links]
        assert (line.total is None) == (PENDING in units), line


def state_words(result, subject: str) -> set[str]:
    """The states of a subject's indicators in Chinese."""
    words = {"missing": "缺报", "excused": "单列", "not_applicable": "无此任务"}
    items = result.canonical()["items"]
    rows = (dict(zip(items["columns"], row, strict=True)) for row in items["rows"])
    return {words.get(row["state"], "") for row in rows if row["subject"] == subject}


def test_the_half_year_has_a_total_for_every_unit_but_two(result):
    """What was asked for in June is there; one unit never told its budget, another was merged that very month."""
    facts = result.plan.facts
    told = facts.canonical()
    rows = sorted(
        [*told["observations"]["rows"], *half_year_figures(facts)], key=lambda row: row[:4]
    )
    told |= {"as_of": "2026-06", "on": "2026-06-30", "absent": "not_yet"}
    told["observations"] = table_of(OBSERVATIONS, rows)
    half = score(result.plan.rulebook, Facts.from_canonical(told))
    units = {one.subject: one.name for one in half.plan.rows if one.kind == "unit"}
    lacking = {units[code] for code in units if half.lines[code].total is None}
    assert len(units) == 122 and lacking == {MERGED, ABSENT}


def test_every_indicator_rests_on_a_document_and_says_where_its_figures_come_from(result):
    items = result.plan.rulebook["items"]
    assert [item["code"] for item in items if not item["basis"]] == []
    bare = [item["code"] for item in items if not item.get("source")]
    assert bare == ["JF", "KF"]  # these come from the ledger of claims


def test_what_it_rests_on_is_the_same_last_year():
    """The redline against last year shows what was changed, not documents with another year in their number."""
    assert not [line for line in rulebook().splitlines() if "依据:" in line and YEARS.search(line) and "云办发〔2026〕3号" not in line]  # fmt: skip
