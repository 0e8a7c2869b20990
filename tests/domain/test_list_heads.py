"""清单的表头: the words offices use for the indicator and its figure are read without asking anybody to retype them."""

import pytest

from baton.desk.intake import sheets
from tests.sent import UNITS, open_round, owed

pytestmark = pytest.mark.django_db
FIGURES = ["20000", "21000", "22000", "23000"]


@pytest.fixture
def every(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk), clerk)


def listed(head, item, values):
    lines = ["\t".join(head), *(f"{unit}\t{item}\t{value}" for unit, value in zip(UNITS, values, strict=True))]  # fmt: skip
    return "\n".join(lines)


@pytest.mark.parametrize("name", ["指标", "项目", "考核内容"])
def test_points_by_what_is_assessed(every, name):
    points = ["4.5", "4.6", "4.7", "5"]
    read = sheets.read_paste(every["市教育局"], listed(["单位", name, "得分"], "教育工作", points))
    assert [line[4] for line in read.cells] == points and not (read.asks or read.faults)


@pytest.mark.parametrize("name", ["完成数", "本年累计完成", "本年累计完成数"])
def test_what_was_done_since_january(every, name):
    read = sheets.read_paste(every["市商务局"], listed(["县区", "项目", name], "实际利用外资", FIGURES))  # fmt: skip
    assert [line[4] for line in read.cells] == FIGURES
    assert not (read.asks or read.faults or read.remarks)


def test_beside_the_month_the_figure_since_january_is_taken_and_told(every):
    lines = ["县区\t项目\t本月完成\t本年累计完成"]
    lines += [f"{unit}\t实际利用外资\t900\t{value}" for unit, value in zip(UNITS, FIGURES, strict=True)]  # fmt: skip
    read = sheets.read_paste(every["市商务局"], "\n".join(lines))
    assert [line[4] for line in read.cells] == FIGURES and not (read.asks or read.faults)
    assert any("累计" in one.what for one in read.remarks)
