"""标题写着指标、并排几栏: blocks side by side under a title are read, or asked about once, like the single block."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_dated_lines import RULES
from tests.sent import UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
TITLE = ["2026年地区生产总值增速（%）"]
READ = {"A": "5", "B": "5.5", "C": "6", "D": "7"}


@pytest.fixture
def read(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk, RULES), clerk)["市统计局"]

    def reading(head, said=(), title=TITLE, blocks=2):
        rows = [[UNITS[0], 5, 1, UNITS[2], 6, 3], [UNITS[1], 5.5, 2, UNITS[3], 7, 4]]
        if blocks == 1:
            rows = [row[at : at + 3] for at in (0, 3) for row in rows]
        rows, area = [title, head * blocks, *rows], "A1:F1" if blocks == 2 else "A1:C1"
        return sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, [area]), said=said)

    return reading


def taken(read):
    return {line[0]: line[4] for line in read.cells}


@pytest.mark.parametrize("blocks", [1, 2])
def test_a_growth_under_its_title_stays_unasked(read, blocks):
    found = read(["县区", "增速", "位次"], blocks=blocks)
    assert taken(found) == READ and not (found.asks or found.faults)


@pytest.mark.parametrize("blocks", [1, 2])
def test_a_word_that_may_mean_it_is_one_question_for_all_blocks(read, blocks):
    head = ["县区", "增幅", "位次"]
    (ask,) = read(head, blocks=blocks).asks
    found = read(head, [ask.choices[0][0]], blocks=blocks)
    assert taken(found) == READ and not (found.asks or found.faults)


def test_blocks_that_name_the_indicator_stay_unasked(read):
    found = read(["县区", "地区生产总值增速", "位次"], title=["2026年主要指标"])
    assert taken(found) == READ and not (found.asks or found.faults)
