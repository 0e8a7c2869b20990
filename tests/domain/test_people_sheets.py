"""干部的打分表: a list of people with where they work beside their names is read without a question about those columns."""

import pytest

from baton.desk.intake import sheets
from baton.domain.orgs import services as orgs
from baton.domain.orgs import unit_services as units
from tests.retold import retold
from tests.sent import UNITS, open_round, owed, values

pytestmark = pytest.mark.django_db
PEOPLE = ("王建国", "李秀英", "张伟")


@pytest.fixture
@retold
def sheet(clerk, tmp_path, at):
    round = open_round(tmp_path / "round", clerk)
    group = orgs.name_group(name="领导干部", by=clerk, at=at)
    for code, name in zip("EFG", PEOPLE, strict=True):
        units.add(year=2026, name=name, code=code, group=group, why="新任", by=clerk, at=at)
    return owed(round, clerk)["市教育局"]


@pytest.mark.parametrize(
    "head",
    ["序号\t姓名\t所在单位\t教育工作得分", "序号\t姓名\t单位\t教育工作得分", "所在单位\t姓名\t现任职务\t教育工作得分", "序号\t姓名\t单位及职务\t教育工作得分"],
)  # fmt: skip
def test_where_a_person_works_is_no_indicator(sheet, head):
    cells = {"序号": "1", "姓名": "", "教育工作得分": "", "现任职务": "局长"}
    lines = [head]
    for n, (name, unit) in enumerate(zip(PEOPLE, UNITS, strict=False)):
        row = cells | {"姓名": name, "教育工作得分": f"4.{n}"}
        lines.append("\t".join(row.get(part, unit) for part in head.split("\t")))
    read = sheets.read_paste(sheet, "\n".join(lines))
    assert not read.asks and not read.faults
    assert {line[0]: line[4] for line in read.cells} == {"E": "4", "F": "4.1", "G": "4.2"}


def test_a_unit_s_head_beside_it_is_no_person_with_figures(sheet):
    rows = "".join(f"{unit}\t王某\t5\n" for unit in UNITS)
    read = sheets.read_paste(sheet, f"单位\t负责人\t教育工作得分\n{rows}")
    assert set(values(read)) == set(UNITS)
