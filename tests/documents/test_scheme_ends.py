"""Rows of a scheme table that are not one indicator each: 加分项 at the end, parts with points of their own, rows left over."""

import pytest

from tests.documents.scheme_shapes import BODY, HEAD, THREE, codes, drawn, read, told, word

END = """
加分项 | | 工作受表彰 | {points} | 国家级加3分、省级加2分、市级加1分，最高5分 | 县委办
减分项 | | 负面清单 | | 被通报批评每次扣1分，最多扣5分 | 县委办
一票否决 | | 发生重特大安全事故的，取消评优资格 | | | 县应急局
合计 | | | 100 | | """


@pytest.mark.parametrize("points", ["", "—", "另行加分"])
def test_rules_at_the_end_of_the_table_stop_nothing(tmp_path, points):
    asides = []
    path = word(tmp_path / "表.docx", ("", drawn(HEAD + BODY + END.format(points=points))), after=["注：缺项的按其余指标折算。"])  # fmt: skip
    rows, doubts = read(path, asides=asides)
    assert told(rows) == THREE and set(codes(doubts)) == {"scheme-aside"}
    assert [(one.kind, one.name) for one in asides] == [
        ("add", "工作受表彰"),
        ("deduct", "负面清单"),
        ("veto", "一票否决"),
    ]
    assert asides[0].quote.startswith("国家级加3分") and asides[0].most == "5"
    assert asides[0].levels == [("国家级", "3"), ("省级", "2"), ("市级", "1")]
    assert asides[2].quote == "发生重特大安全事故的，取消评优资格"
    assert asides[2].cause == "发生重特大安全事故"


def test_a_bonus_told_over_the_whole_width_is_a_rule_and_no_heading(tmp_path):
    asides = []
    end = "\n加分项：获得国家级表彰的加3分，最高5分。 | < | < | < | < | <\n因违纪被通报的，取消年度评优资格。 | < | < | < | < | <"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(HEAD + BODY + end))), asides=asides)
    assert told(rows) == THREE and codes(doubts) == ["scheme-aside"] * 2
    assert [one.kind for one in asides] == ["add", "veto"] and "国家级表彰" in asides[0].quote


def test_an_indicator_whose_points_were_forgotten_is_no_rule_at_the_end(tmp_path):
    asides = []
    text = (
        f"{HEAD}{BODY}\n | 党风廉政 | 违纪案件 | | 每起扣3分，扣完为止，超额完成的加1分。 | 县纪委"
    )
    _, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))), asides=asides)
    assert asides == [] and codes(doubts) == ["scheme-points"]
    assert "“违纪案件”的分值是空的" in doubts[0][1]


def test_plain_points_of_a_bonus_are_no_part_of_the_hundred(tmp_path):
    text = f"{HEAD}{BODY}\n合计 | | | 100 | | \n加分项 | | 工作受表彰 | 5 | 每项加1分。 | 县委办"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert rows[-1].role == "bonus" and codes(doubts) == ["scheme-role"]


OWN = """
类别 | 项目 | 计分标准 | 分值 | 认定单位
加分项 | 表彰奖励 | 国家级加2分，省级加1分 | 5分 | 市委办
减分项 | 通报批评 | 国家级扣2分，省级扣1分 | 3分 | 市纪委"""


def test_bonuses_with_points_in_a_table_of_their_own_are_no_part_of_the_hundred(tmp_path):
    path = word(tmp_path / "表.docx", ("", drawn(HEAD + BODY)), ("", drawn(OWN)))
    rows, doubts = read(path)
    assert told(rows)[:4] == THREE and codes(doubts) == ["scheme-role"]
    assert [(row.name, row.role, row.lead) for row in rows[4:]] == [
        ("表彰奖励", "bonus", "市委办"),
        ("通报批评", "deduction", "市纪委"),
    ]


def test_a_major_called_bonus_is_no_part_of_a_sum_that_nobody_wrote(tmp_path):
    text = f"{HEAD}{BODY.replace('| 20 | 每降', '| 25 | 每降')}\n减分项 | | 负面清单 | 5 | 通报每次扣1分。 | 县委办"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert rows[-1].role == "deduction" and "scheme-role" in codes(doubts)
    text += "\n合计 | | | 110 | | "
    rows, _ = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert rows[-1].role == ""  # the table itself counts them in


FAMILY = """
考核内容（100分） | 考核要点 | 标准分 | 计分办法 | 责任科室
1.固定资产投资（20分） | 完成市下达任务 | 20分 | 完成任务得20分。 | 投资科
2.安全生产（20分） | 控制事故起数 | 20分 | 零事故得满分。 | 安监科
考核内容（100分） | 考核要点 | 标准分 | 计分办法 | 责任科室
3.招商引资（30分） | （1）到位资金 | 15分 | 按完成比例计分。 | 招商科
{mark} | （2）新签约项目 | {own}分 | 每个3分。 | 招商科
4.综合评价（30分） | | 30 | 领导小组打分。 | 办公室
总分 | | 100 | | """


@pytest.mark.parametrize("mark", ["", "^", "3.招商引资（30分）"])
def test_rows_with_points_of_their_own_under_one_name_are_its_indicators(tmp_path, mark):
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(FAMILY.format(mark=mark, own=15)))))
    assert told(rows) == [
        ("", "固定资产投资", "20"), ("", "安全生产", "20"), ("招商引资", "到位资金", "15"),
        ("招商引资", "新签约项目", "15"), ("", "综合评价", "30"),
    ]  # fmt: skip
    assert doubts == [] and rows[0].lead == "投资科"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(FAMILY.format(mark=mark, own=12)))))
    assert len(rows) == 5 and "“招商引资(30分)”下面 2 个指标的分值合计 27" in str(doubts)


def test_a_first_row_with_the_points_of_all_is_the_heading_of_the_rest(tmp_path):
    text = """
    类别 | 考核项目 | 考核内容 | 分值 | 评分办法
    经济 | 招商引资 | | 30 | 分两项考核。
    ^ | | 到位资金 | 20 | 甲。
    ^ | | 新签约项目 | 10 | 乙。
    ^ | 工业 | 产值 | 40 | 丙。
    民生 | 就业 | 新增就业 | 15 | 丁。
    ^ | 教育 | 入学率 | 15 | 戊。"""
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert doubts == [] and [row.points for row in rows] == ["20", "10", "40", "15", "15"]
    assert [(row.name, row.upper, row.definition) for row in rows[:2]] == [
        ("到位资金", "考核项目:招商引资", "分两项考核。"),
        ("新签约项目", "考核项目:招商引资", "分两项考核。"),
    ]


def test_a_part_without_indicators_below_it_is_one_itself(tmp_path):
    text = f"{HEAD}{BODY}".replace("社会评价 | 满意度 | 群众满意度 | 20", "社会评价 | | | 20")
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert told(rows)[-1] == ("社会评价", "社会评价", "20") and doubts == []


def test_a_row_that_is_not_taken_in_is_pointed_at(tmp_path):
    text = f"{HEAD}{BODY}\n合计 | | | 110 | | \n | | | 10 | 由考核办评定。 | 考核办"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert told(rows) == THREE
    assert set(codes(doubts)) == {"scheme-total", "scheme-row"}
    assert (
        "上面 4 个指标的分值合计 100" in doubts[0][1]
        and "第7行“10”“由考核办评定。”" in doubts[0][2]
    )


def test_the_matter_of_a_veto_is_told_however_long_it_is(tmp_path):
    asides, cause = [], "发生重大及以上安全生产责任事故或者造成恶劣社会影响"
    end = f"\n一票否决 | | {cause} | | 年度考核不得评为优秀等次。 | 县应急局"
    read(word(tmp_path / "表.docx", ("", drawn(HEAD + BODY + end))), asides=asides)
    assert [(one.name, one.quote) for one in asides] == [
        ("一票否决", f"{cause}年度考核不得评为优秀等次。")
    ]


@pytest.mark.parametrize(("points", "role"), [("5", "bonus"), ("", None), ("最高5分", "bonus")])
def test_rows_under_a_section_of_bonuses_are_such_whatever_part_they_name(tmp_path, points, role):
    asides = []
    end = f"\n合计 | | | 100 | |\n二、加分项 | < | < | < | < | <\n表彰奖励 | 国家级 | 获国家级表彰 | {points} | 每次加2分。 | 县委办"
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(HEAD + BODY + end))), asides=asides)
    assert told(rows)[:4] == THREE and [row.role for row in rows[4:]] == ([role] if role else [])
    assert [one.kind for one in asides] == ([] if role else ["add"])
    assert set(codes(doubts)) <= {"scheme-role", "scheme-aside"}


WHOLE = """
指标 | 分值 | 评分标准 | 分值 | 牵头单位
基层党建 | 20 | 组织建设健全。 | 10 | 组织部
^ | ^ | 队伍建设。 | 6 | 组织部
^ | ^ | 作用发挥。 | 4 | 组织部
经济发展 | 50 | 财政收入。 | 50 | 财政局
民生保障 | 30 | 新增就业。 | 30 | 人社局
合计 | 100 | | 100 | """


@pytest.mark.parametrize("name", ["基层党建", "基层党建（20分）"])
@pytest.mark.parametrize("points", ["20", ""])
def test_a_first_row_with_the_points_of_the_others_is_none_where_all_make_the_whole(
    tmp_path, name, points
):
    if name == "基层党建" and not points:
        text = WHOLE.replace("基层党建 | 20 |", "基层党建 |  |")  # only the total tells
    else:
        text = WHOLE.replace("基层党建 | 20 |", f"{name} | {points} |")
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert doubts == [] and [row.points for row in rows] == ["10", "6", "4", "50", "30"]
    assert [row.sentence for row in rows[:3]] == ["组织建设健全。", "队伍建设。", "作用发挥。"]
    assert not any(row.definition for row in rows)


@pytest.mark.parametrize("whole", ["10", ""])
def test_it_is_their_heading_where_the_others_make_the_whole(tmp_path, whole):
    text = WHOLE.replace("基层党建 | 20 |", f"基层党建 | {whole} |").replace("50", "60")
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text))))
    assert doubts == [] and [row.points for row in rows] == ["6", "4", "60", "30"]
    assert rows[0].definition == "组织建设健全。"
