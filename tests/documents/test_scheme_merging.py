"""并入一张表: codes stay with names, other groups are left alone, what no table lists stays."""

import csv

import pytest

from baton.desk.rules.redlines import redline
from baton.documents.problems import Problems
from baton.documents.scheme_table import (
    CannotMerge,
    calendar_of,
    draft_rulebook,
    items_of,
    merged,
    paired,
    read_scheme,
    spoken,
    with_periods,
    without_groups,
)
from baton.scoring.rulebook import find_faults

HEAD = ("类别", "考核指标", "分值", "评分办法", "牵头单位")
MONEY = ("经济", "财政收入", "60", "按完成情况评分。", "市财政局")
AIR = ("生态", "空气质量", "40", "优良天数每少1天扣0.5分。", "市生态环境局")
GRAIN = ("经济", "粮食产量", "10", "按产量评分。", "市农业农村局")


@pytest.fixture
def table(tmp_path):
    """A rule book drafted from these lines for some groups."""

    def made(*lines, groups=("县市区",)):
        path, problems = tmp_path / "表.csv", Problems()
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *lines])
        rows = read_scheme(path, problems=problems)
        book = draft_rulebook(rows, name="方案", group=groups[0], period="2026", problems=problems, calendar=calendar_of("quarter", 2026))  # fmt: skip
        assert not problems.error_count, problems.listing()
        book["groups"] = [{**book["groups"][0], "group": one} for one in sorted(groups)]
        return book

    return made


def put(base, new, groups=("县市区",)):
    pairs = paired(new["items"], items_of(base, groups))
    same = {pair.new["code"]: pair.old["code"] for pair in pairs if pair.old is not None}
    done = merged(base, new, groups=groups, same=same, used=())
    assert find_faults(done.book) == []
    return done


def codes(book):
    return {item["name"]: item["code"] for item in book["items"]}


def test_a_table_without_changes_changes_nothing(table):
    assert put(table(MONEY, AIR), table(MONEY, AIR)).book == table(MONEY, AIR)


def test_codes_stay_whatever_the_order(table):
    done = put(table(MONEY, AIR), table(GRAIN, AIR, MONEY))
    assert codes(done.book) == {"财政收入": "F01", "空气质量": "F02", "粮食产量": "F03"}
    nodes = {node["name"]: node for node in done.book["nodes"]}
    assert nodes["经济"]["code"] == "D1" and nodes["经济"]["children"] == ["F03", "F01"]


def test_groups_that_shared_a_table_part_and_their_figures_stay(table):
    """The counties get their own table; a changed indicator is theirs alone but takes the same figures."""
    both = table(MONEY, AIR, groups=("县市区", "功能区"))
    done = put(both, table((*MONEY[:2], "50", *MONEY[3:]), AIR))
    roots = {one["group"]: one["root"] for one in done.book["groups"]}
    assert roots == {"功能区": "总分", "县市区": "总分2"}
    items = {item["code"]: item for item in done.book["items"]}
    assert items["F01"]["points"] == "60" and items["F03"]["points"] == "50"
    assert items["F03"]["data"]["x"]["item"] == "F01得分" and items["F03"]["name"] == "财政收入(县市区)"  # fmt: skip
    assert next(one for one in done.book["data"] if one["code"] == "F01得分")["max"] == "60"
    assert done.gone == []


def test_a_ledger_that_no_table_lists_stays_where_it_hung(table):
    from tests import stories
    from tests.web.test_redlines import book as read

    base = read(stories.RULEBOOK)
    done = put(base, table(("", "一般公共预算收入", "60", "按完成率计分，超额不加分。", "市财政局")))  # fmt: skip
    assert {item["code"] for item in done.book["items"]} == {"F1", "加分"}
    assert [one["name"] for one in done.gone] == ["空气优良天数比例"]
    assert done.book["items"][0]["method"] == "completion"


def test_a_total_that_is_no_sum_is_left_to_the_rule_book(table):
    base = table(MONEY, AIR)
    root = next(node for node in base["nodes"] if node["code"] == "总分")
    root["kind"] = "product"
    with pytest.raises(CannotMerge, match="请下载规则书"):
        merged(base, table(MONEY), groups=["县市区"], same={}, used=())


@pytest.mark.parametrize(
    ("new", "old", "sure"),
    [
        (MONEY, MONEY, True),
        ((*MONEY[:1], "财政 收入", *MONEY[2:]), MONEY, True),
        ((*MONEY[:1], "财政收入增速", *MONEY[2:]), MONEY, False),
        (("", "蓝天", "40", *AIR[3:]), AIR, False),
        (GRAIN, AIR, None),
    ],
)
def test_what_is_the_same_and_what_is_asked(table, new, old, sure):
    (pair,) = paired(table(new)["items"], table(old)["items"])
    assert (pair.is_sure if pair.old is not None else None) is sure


SPENDING = ("经济", "财政支出进度", "10", "按完成率计分，超额不加分。", "市财政局")
INSURED = ("民生", "农村合作医疗参保率", "10", "按完成率计分，超额不加分。", "市医疗保障局")


@pytest.mark.parametrize(
    ("old", "new", "is_renamed"),
    [
        (SPENDING, INSURED, False),  # one sentence, nothing else in common
        (SPENDING, (*INSURED[:4], "市财政局"), True),  # all but the name
        (SPENDING, (*INSURED[:2], "8", INSURED[3], "市财政局"), False),
        (SPENDING, ("民生", "财政支出序时进度", "8", "按位次计分。", "市医疗保障局"), True),
    ],
)
def test_a_sentence_alone_makes_no_renamed_indicator_in_a_red_line(table, old, new, is_renamed):
    """Usual sentences are shared by indicators that have nothing to do with each other."""
    told = redline(table(MONEY, old), table(MONEY, new))
    labels = {(one.place, one.label) for one in told if one.place.startswith("指标")}
    apart = {(f"指标 {old[1]}", "删去"), (f"指标 {new[1]}", "新增")}
    assert (labels == apart) is not is_renamed
    assert ((f"指标 {new[1]}", "名称") in labels) is is_renamed
    (pair,) = paired(table(new)["items"], table(old)["items"])
    assert (
        pair.old is not None and not pair.is_sure
    )  # where a person is asked, it is still proposed


def test_groups_leave_a_book_with_what_only_they_were_scored_by(table):
    """Indicators, figures, and vetoes that did nothing but take those indicators' points go with them."""
    from tests.web.test_redlines import TWO_TREES
    from tests.web.test_redlines import book as read

    both = read(TWO_TREES)
    effects = {"force_grade": None, "exclude_grades": [], "zero_items": ["G1"], "cap_total": None}
    veto = {"code": "V1", "name": "造假", "kind": "造假", "basis": "", "effects": effects}
    both["vetoes"] = [
        veto,
        {
            **veto,
            "code": "V2",
            "name": "瞒报",
            "kind": "瞒报",
            "effects": {**effects, "cap_total": "85"},
        },
    ]
    assert find_faults(both) == []
    rest = without_groups(both, ["县市区", "没有的组"])
    assert find_faults(rest) == []
    assert [[one["code"] for one in rest[table]] for table in ("items", "data", "nodes")] == [
        ["G2"],
        ["乙得分"],
        ["部门总分"],
    ]
    assert [(one["code"], one["effects"]["zero_items"]) for one in rest["vetoes"]] == [("V2", [])]
    assert without_groups(both, ["县市区", "市直部门"]) == both == without_groups(both, [])


def test_periods_come_in_the_order_in_which_they_end(table):
    book = with_periods(table(MONEY), ["2026-08", "8月督查", "2026-H1"])
    assert [spoken(one) for one in book["calendar"]] == [
        "一季度", "上半年（二季度）", "上半年", "8 月", "前三季度（三季度）", "8月督查", "全年",
    ]  # fmt: skip
    assert [len(calendar_of(choice, 2026)) for choice in ("year", "half", "quarter", "month")] == [1, 2, 4, 12]  # fmt: skip


def test_a_red_line_goes_by_name_though_codes_collide_and_speaks_chinese(table):
    """Last year's F01 is the grain, this year's F01 the money: neither became the other."""
    old, new = table(GRAIN, MONEY), table(MONEY, AIR)
    told = {(one.place, one.label, one.old, one.new) for one in redline(old, new)}
    gone, made = "10 分；按产量评分；牵头：市农业农村局", "40 分；优良天数每少1天扣0.5分；牵头：市生态环境局"  # fmt: skip
    assert ("指标 粮食产量", "删去", gone, "") in told
    assert ("指标 空气质量", "新增", "", made) in told
    assert not any(place == "指标 财政收入" for place, *_ in told)
    assert not any(place.startswith("数据项") for place, *_ in told)
    new = {**table(GRAIN, MONEY), "rounding": {**old["rounding"], "total": {"places": 2, "mode": "down"}}}  # fmt: skip
    (change,) = redline(old, new)
    assert (change.label, change.old, change.new) == (
        "小数位·总分",
        "保留 6 位，四舍五入",
        "保留 2 位，去尾",
    )
