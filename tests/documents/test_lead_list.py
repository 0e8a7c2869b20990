"""任务清单: which items make a list, on which page each stands, and that a long name is not cut off."""

from baton.documents.lead_columns import Column
from baton.documents.lead_list import FIGURES, SCORES, lists_of, own_tasks

UNITS = [(f"D{at}", f"第{at}局") for at in range(12)]


def item(name, *subjects, measure="分", is_direct=True, **more):
    return Column(name, measure, name, "", "", frozenset(subjects), has_points=not is_direct, is_direct=is_direct, **more)  # fmt: skip


def test_only_several_items_of_few_units_make_a_list():
    own = [item(f"任务{at}得分", f"D{at}") for at in range(3)]
    shared = item("共同任务得分", "D1", "D2", "D3")
    common, wide = (
        item("督查得分", *(code for code, _ in UNITS)),
        item("半数得分", "D1", "D2", "D3", "D4"),
    )
    monthly = item("月报得分", "D1", periods=("1月", "2月"))
    assert own_tasks([*own, shared, common, wide, monthly], len(UNITS)) == [*own, shared]
    assert own_tasks([*own[:2], common], len(UNITS)) == []
    assert own_tasks(own, 1) == []


def test_scores_and_figures_stand_on_pages_of_their_own_each_unit_together():
    own = [
        item("乙", "D1", "D0"),
        item("甲得分", "D1"),
        item("里程", "D2", measure="公里", is_direct=False),
    ]
    scores, figures = lists_of(own, UNITS)
    assert (scores.page, figures.page) == (SCORES, FIGURES)
    assert [(one.unit, one.item.name) for one in scores.entries] == [
        ("第0局", "乙"), ("第1局", "乙"), ("第1局", "甲得分"),
    ]  # fmt: skip
    assert scores.heads[scores.figure] == "得分" and figures.heads[figures.figure] == "完成数"
    (alone,) = lists_of(own[:2], UNITS, is_alone="打分表")
    assert alone.page == "打分表"


def test_a_long_name_gets_as_many_lines_as_it_needs():
    (one,) = lists_of([item("甲得分", "D1")], UNITS)
    assert one.height({"单位": "第1局", "指标": "甲得分"}) == 15
    assert one.height({"单位": "第1局", "指标": "全县" * 20}) == 45
