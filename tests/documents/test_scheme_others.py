"""Tables of a scheme's file that hold no indicators: nothing of them is left out without a word."""

import docx
import pytest

from baton.documents.scheme_table import sayings
from tests.documents.scheme_shapes import BODY, HEAD, THREE, codes, drawn, excel, read, told, word

VETOES = """
序号 | 一票否决事项 | 认定单位 | 结果运用
1 | 发生重大及以上安全生产责任事故 | 市应急局 | 年度考核不得评为优秀等次。
2 | 领导班子成员严重违纪违法 | 市纪委监委 | 取消评优资格"""
GRADES = """
等次 | 条件 | 比例
优秀 | 90分以上 | 不超过20%
良好 | 80分以上 | 不超过50%
一般 | 其余 | """
DATES = """
时间 | 事项 | 责任
1月 | 报送加分材料 | 各单位
2月 | 打分 | 考核办"""
LIMITED = """
类别 | 项目 | 计分标准 | 上限 | 认定单位
加分项 | 表彰奖励 | 国家级加2分，省级加1分 | 5分 | 市委办
减分项 | 通报批评 | 国家级扣2分，省级扣1分 | 3分 | 市委办"""


def beside(tmp_path, *tables, write=word):
    """The indicators, what stands beside them, the doubts."""
    asides = []
    drawings = [("县市区", drawn(HEAD + BODY)), *((f"附件{at}", drawn(one)) for at, one in enumerate(tables, 2))]  # fmt: skip
    name = "表.docx" if write is word else "表.xlsx"
    rows, doubts = read(write(tmp_path / name, *drawings), asides=asides)
    assert told(rows) == THREE
    return asides, doubts


@pytest.mark.parametrize("write", [word, excel])
def test_vetoes_in_a_table_of_their_own_are_told_word_for_word(tmp_path, write):
    asides, doubts = beside(tmp_path, VETOES, write=write)
    assert [(one.kind, one.name) for one in asides] == [
        ("veto", "发生重大及以上安全生产责任事故"),
        ("veto", "领导班子成员严重违纪违法"),
    ]
    assert (
        "年度考核不得评为优秀等次" in asides[0].quote
        and "认定单位\uff1a市应急局" in asides[0].quote
    )
    assert codes(doubts) == ["scheme-aside"] * 2 and asides[0].cause == asides[0].name


def test_a_table_of_grades_is_told_as_such(tmp_path):
    (one,), doubts = beside(tmp_path, GRADES)
    assert one.kind == "grades" and codes(doubts) == ["scheme-aside"]
    assert one.quote == "优秀\uff1a90分以上\uff0c不超过20%\uff1b良好\uff1a80分以上\uff0c不超过50%\uff1b一般\uff1a其余"  # fmt: skip


def test_any_other_table_is_told_as_it_stands(tmp_path):
    (one,), doubts = beside(tmp_path, DATES)
    assert one.kind == "other" and "1月 | 报送加分材料 | 各单位" in one.quote
    assert "写上表头" in doubts[0][2]


def test_bonuses_with_a_limit_instead_of_points_are_rules(tmp_path):
    asides, _ = beside(tmp_path, LIMITED)
    assert [(one.kind, one.name, one.most) for one in asides] == [
        ("add", "表彰奖励", "5"),
        ("deduct", "通报批评", "3"),
    ]
    assert asides[0].levels == [("国家级", "2"), ("省级", "1")]
    for head in ("上限", "最高分", "最高分值"):
        told = [one.quote.split("\n")[1] for one in beside(tmp_path, LIMITED.replace("上限", head).replace("3分 ", "3 "))[0]]  # fmt: skip
        assert told == [f"{head}\uff1a5分", f"{head}\uff1a3分"]
    assert asides[0].quote.startswith("国家级加2分")


def test_a_fault_in_the_main_table_is_told_alone(tmp_path):
    lacking = drawn(HEAD.replace("分值", "配备") + BODY)
    _, doubts = read(word(tmp_path / "表.docx", ("", lacking), ("", drawn(LIMITED))))
    assert codes(doubts).count("scheme-head") == 1


def test_sentences_on_grades_and_decimals_are_heard():
    text = "考核结果分为优秀、良好、一般三个等次。优秀：90分以上，且不超过30%。得分保留两位小数。"
    assert [(one.about, one.way) for one in sayings(text)] == [
        ("graded", ""),
        ("graded", ""),
        ("places", "2"),
    ]
    for other in ("党建考核确定为优秀等次的得10分。", "不得评为优秀等次。", "优良率达到90%。"):
        assert list(sayings(other)) == []


MAIN = """
序号 | 类别 | 考核指标 | 分值 | 评分办法 | 牵头单位
1 | 经济 | 财政收入 | 60 | 按完成率。 | 市财政局
2 | 生态 | 空气质量 | 40 | 按天数。 | 市环境局
合计 | | | 100 | |
 | | | | | """
TWO = [("经济", "财政收入", "60"), ("生态", "空气质量", "40")]
BELOW_VETOES = """
一票否决事项 | < | < | < | < | <
序号 | 事项 | 认定单位 | 结果运用 | |
1 | 发生重大安全事故 | 市应急局 | 不得评优 | | """
BELOW_GRADES = """
等次评定 | | | | |
等次 | 条件 | 比例 | | |
优秀 | 90分以上 | 20% | | | """
BELOW_LIMITED = """
加分项 | | | | |
序号 | 类别 | 项目 | 上限 | 计分标准 | 认定单位
1 | 表彰 | 国家表彰 | 5 | 每次加2分 | 市委办
减分项 | | | | |
序号 | 类别 | 项目 | 上限 | 计分标准 | 认定单位
1 | 通报 | 国家通报 | 3 | 每次扣2分 | 市委办"""


@pytest.mark.parametrize("write", [word, excel])
@pytest.mark.parametrize(
    ("below", "kinds", "said"),
    [
        (BELOW_VETOES, ["veto"], "不得评优"),
        (BELOW_GRADES, ["grades"], "90分以上"),
        (BELOW_LIMITED, ["add", "deduct"], "上限\uff1a5分"),
    ],
)
def test_tables_below_each_other_on_one_page_are_read_apart(tmp_path, write, below, kinds, said):
    asides = []
    path = write(tmp_path / ("表.docx" if write is word else "表.xlsx"), ("体系", drawn(MAIN + below)))  # fmt: skip
    rows, doubts = read(path, asides=asides)
    assert told(rows) == TWO and set(codes(doubts)) == {"scheme-aside"}
    assert [one.kind for one in asides] == kinds and said in asides[0].quote
    assert asides[0].place.endswith("第8行") or kinds == ["grades"]


@pytest.mark.parametrize("write", [word, excel])
def test_bonuses_with_points_below_are_called_by_their_title(tmp_path, write):
    below = BELOW_LIMITED.replace("上限", "分值").replace("减分项", "三、减分项")
    path = write(tmp_path / ("表.docx" if write is word else "表.xlsx"), ("体系", drawn(MAIN + below)))  # fmt: skip
    rows, _ = read(path)
    assert [(row.name, row.role) for row in rows[2:]] == [("国家表彰", "bonus"), ("国家通报", "deduction")]  # fmt: skip


def test_a_head_printed_again_begins_no_other_table(tmp_path):
    again = MAIN.replace(
        "2 | 生态", "续表 | | | | | \n序号 | 类别 | 考核指标 | 分值 | 评分办法 | 牵头单位\n2 | 生态"
    )
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("体系", drawn(again))))
    assert told(rows) == TWO and doubts == []


def test_notes_under_a_table_are_told_though_another_table_follows(tmp_path):
    document = docx.Document()
    for text, rows in (
        ("附件1", drawn(HEAD + BODY)), ("注：1.缺项的按其余指标折算。", None), ("2.得分保留两位小数。", None), ("附件2 一票否决", drawn(VETOES)),
        ("注：认定以文件为准。", None),
    ):  # fmt: skip
        document.add_paragraph(text)
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for at, line in enumerate(rows):
                for cell, said in zip(table.rows[at].cells, line, strict=True):
                    cell.text = "" if said in "^<" else said
    document.save(tmp_path / "表.docx")
    notes = []
    read(tmp_path / "表.docx", notes=notes)
    assert notes == ["注：1.缺项的按其余指标折算。", "2.得分保留两位小数。", "注：认定以文件为准。"]


def test_bonuses_alone_are_no_scheme_while_the_main_table_is_not_understood(tmp_path):
    main = drawn(MAIN.replace("分值", "配备").replace("评分办法", "怎么考"))
    bonus = drawn(
        "类别 | 项目 | 计分标准 | 分值 | 认定单位\n加分项 | 表彰奖励 | 国家级加2分 | 5分 | 市委办"
    )
    rows, doubts = read(word(tmp_path / "表.docx", ("", main), ("", bonus)))
    assert len(rows) == 1 and [text for code, text, _ in doubts if code == "scheme-shared"] == [
        "没有认出“分值”一列，请选是哪一列",
        "没有认出“评分办法”一列，请选是哪一列",
    ]


MIXED = "\n".join(
    (
        "加分项目 | | ",
        "项目 | 标准 | 备注",
        "省级荣誉 | 每项加1分 | 市委办",
        "扣分项目 | | ",
        "被问责 | 每人次扣0.5分 | 市纪委监委",
        "通报批评 | 每次扣1分 | ",
    )
)


@pytest.mark.parametrize("write", [word, excel])
def test_a_row_of_its_own_begins_the_deductions_under_the_bonuses(tmp_path, write):
    asides, _ = beside(tmp_path, MIXED, write=write)
    assert [(one.kind, one.name) for one in asides] == [
        ("add", "省级荣誉"),
        ("deduct", "被问责"),
        ("deduct", "通报批评"),
    ]


@pytest.mark.parametrize("make", [word, excel])
@pytest.mark.parametrize("share", ["（20分）", "（40分）"])
def test_a_second_sentence_that_ends_with_its_points_heads_nothing(tmp_path, make, share):
    drawing = f"""
指标 | 分值 | 评分标准 | 牵头单位
GDP增速 | 60 | 1.增速达到目标得满分（40分） | 市统计局
 |  | 2.总量每低一位扣1分{share} |
教育 | 40 | 由市教育局评分 | 市教育局"""
    rows, _ = read(
        make(tmp_path / ("表.docx" if make is word else "表.xlsx"), ("县市区", drawn(drawing)))
    )
    assert [(one.category, one.name, one.points) for one in rows] == [
        ("", "GDP增速", "60"),
        ("", "教育", "40"),
    ]
    assert "2.总量每低一位扣1分" in rows[0].sentence


@pytest.mark.parametrize("mark", ["同上", "〃"])
def test_the_same_as_above_is_what_stands_above(tmp_path, mark):
    drawing = f"""
指标 | 分值 | 评分标准 | 牵头单位
GDP增速 | 60 | 按完成率计分。 | 县统计局
投资增速 | 40 | {mark} | {mark}"""
    rows, _ = read(excel(tmp_path / "表.xlsx", ("县市区", drawn(drawing))))
    assert [(one.name, one.sentence, one.lead) for one in rows] == [
        ("GDP增速", "按完成率计分。", "县统计局"), ("投资增速", "按完成率计分。", "县统计局"),
    ]  # fmt: skip
