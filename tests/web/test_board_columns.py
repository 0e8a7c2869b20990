"""总表的栏: own indicators have all a column or none, heads have their points, what is folded is said."""

from fractions import Fraction

import docx
import pytest

from baton.desk.papers.boards import boards, notes_of
from baton.documents.board_workbook.columns import OWN, columns_of, name_of, texts_of
from baton.documents.papers import Board, Head, write_boards
from baton.scoring import score
from baton.scoring.plan import children_of
from tests.fuzz.books import case
from tests.web.test_boards import product

__all__ = ["product"]
HEAD = Head("方案", "2026年终考核", "第1稿", "ab" * 32)


def own_of(plan, code):
    items = (plan.items.get(child) for child in children_of(plan.nodes[code]))
    return {one["code"] for one in items if one and one["applies"] == "agreed" and one["role"] == "ordinary"}  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_own_indicators_of_a_part_have_all_a_column_or_none(seed):
    result = score(*case(seed))
    for group in result.plan.groups:
        columns, collapsed = columns_of(result, group)
        shown = {code for code, _ in columns}
        for code, folded in collapsed.items():
            assert set(folded) == own_of(result.plan, code)
            assert not shown & set(folded)
        notes = [one for one in notes_of(result, group, collapsed) if "已关账" not in one]
        assert len(notes) == bool(collapsed) and all("各项见" in one for one in notes)


@pytest.mark.parametrize("seed", [37, 44])
def test_own_indicators_beside_others_are_one_column_that_the_sum_takes(seed):
    result, seen = score(*case(seed)), 0
    for group in result.plan.groups:
        columns, collapsed = columns_of(result, group)
        shown = [code for code, _ in columns]
        for code, folded in collapsed.items():
            others = [one for one in children_of(result.plan.nodes[code]) if one not in folded]
            mine = any(result.cell(one.subject, item) is not None for one in result.plan.rows[group.start : group.stop] for item in folded)  # fmt: skip
            assert (OWN + code in shown) == bool(others and mine)
            if not (others and mine):
                continue
            assert shown[shown.index(code) - 1] == OWN + code or code == group.entry["root"]
            assert name_of(result, OWN + code) == "各单位任务"
            texts = texts_of(result, group, OWN + code)
            for at, unit in enumerate(result.plan.rows[group.start : group.stop]):
                scores = [made for one in folded if (made := result.score(unit.subject, one))]
                assert ((at in texts) == bool(scores)) and Fraction(texts.get(at, 0)) == sum(
                    map(Fraction, scores)
                )
                seen += bool(scores)
    assert seen


@pytest.mark.django_db
def test_heads_say_what_they_are_worth_and_a_product_is_no_sum(product):
    (board,) = (one for one in boards(product) if one.group == "县市区")
    worth = dict(head.split("\n") for head in board.heads if "\n" in head)
    assert worth["一般公共预算收入"] == "60分" and "收入乘空气" in worth
    assert not any(head.startswith("收入乘空气（合计）") for head in board.heads)


def test_what_has_no_column_is_said_under_the_printed_table(tmp_path):
    board = Board("政府部门", "单位", ["职能任务（合计）\n60分"], [["1", "甲", "57.57", "57.57", "1", "", "", ""]],
                  ["总分", "名次", "距前一名", "等次", "备注"], notes=["“职能任务”各项见明细。"])  # fmt: skip
    write_boards(HEAD, [board], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert "“职能任务”各项见明细。" in [one.text for one in document.paragraphs]
    assert document.tables[0].rows[0].cells[2].text == "职能任务（合计）\n60分"
