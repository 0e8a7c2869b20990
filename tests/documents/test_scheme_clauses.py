"""加分项, 减分项, 一票否决 told as prose under the table: rules word for word, as rows without points are."""

import docx
import pytest

from baton.documents.names import NameBook
from baton.documents.scheme_table import Everybody
from baton.documents.scheme_table.clauses import clauses
from tests.documents.scheme_shapes import BODY, HEAD, THREE, codes, drawn, excel, read, told, word

ADDED = "受到国家级表彰的每项加2分，省部级每项加1分，市级每项加0.5分，同一事项取最高，累计加分不超过5分。"
TAKEN = "被省级通报批评的每次扣1分，被市级通报的每次扣0.5分，最多扣3分。"
VETO = "发生较大及以上生产安全责任事故的，取消评优资格。"
PROSE = (
    "二、评分办法。由牵头单位评分，满分100分。",
    f"三、加分项。{ADDED}",
    f"四、减分项。{TAKEN}",
    f"五、一票否决。{VETO}",
)


def _kinds(*lines):
    return [(one.kind, one.quote) for one in clauses(lines, "表.docx")]


@pytest.mark.parametrize("write", [word, excel])
def test_clauses_under_the_table_are_rules_beside_it(tmp_path, write):
    asides = []
    if write is word:
        path = word(tmp_path / "表.docx", ("", drawn(HEAD + BODY)), after=PROSE)
    else:
        rest = "".join(f"\n{line} | | | | | " for line in PROSE)
        path = excel(
            tmp_path / "表.xlsx", ("表", drawn(f"{HEAD}{BODY}\n合计 | | | 100 | | {rest}"))
        )
    rows, doubts = read(path, asides=asides)
    assert told(rows) == THREE and codes(doubts).count("scheme-aside") == 3
    assert [one.kind for one in asides] == ["add", "deduct", "veto"]
    assert [said in one.quote for one, said in zip(asides, (ADDED, TAKEN, VETO), strict=True)] == [True] * 3  # fmt: skip
    assert asides[0].levels == [("国家级", "2"), ("省部级", "1"), ("市级", "0.5")] and asides[0].most == "5"  # fmt: skip
    assert asides[1].most == "3" and "发生较大及以上生产安全责任事故" in asides[2].cause


def test_a_clause_between_two_tables_is_told_too(tmp_path):
    asides, path = [], tmp_path / "表.docx"
    document = docx.Document(str(word(path, ("", drawn(HEAD + BODY)), after=PROSE[1:])))
    document.add_paragraph("附件2 日程")
    table = document.add_table(2, 2)
    for at, said in enumerate(("时间", "事项", "1月", "报送")):
        table.rows[at // 2].cells[at % 2].text = said
    document.save(str(path))
    read(path, asides=asides)
    assert [one.kind for one in asides] == ["other", "add", "deduct", "veto"]


def test_a_list_under_a_heading_is_a_rule_for_each_line():
    assert _kinds(
        "三、加分项", "1.国家级表彰，每项加2分；", "2.省级试点，每项加1分；", "以上累计加分不超过5分。",
        "四、一票否决。有下列情形之一的，取消评优资格：", "（一）发生重大安全事故的；", "（二）发生重大舆情的。",
        "五、组织实施", "（一）考核办负责组织。",
    ) == [
        ("add", "国家级表彰，每项加2分；"), ("add", "省级试点，每项加1分；"),
        ("veto", "发生重大安全事故的；\n有下列情形之一的，取消评优资格："),
        ("veto", "发生重大舆情的。\n有下列情形之一的，取消评优资格："),
    ]  # fmt: skip


def test_the_limit_of_a_list_of_one_stands_with_it():
    (one,) = clauses(["（三）加分项：", "受国家级表彰的每项加2分。", "累计不超过4分。"], "表.docx")
    assert one.most == "4" and one.levels == [("国家级", "2")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("加分项（最高5分）。受到省级表彰的每项加1分。", "add"),
        ("（一）加分。受到省级表彰的每项加1分。", "add"),
        ("第八条 减分事项：被通报的每次扣1分。", "deduct"),
        ("注：3.加减分项：表彰的加1分，通报的扣1分。", "either"),
        ("注：1.发生重大安全事故的，实行一票否决。", "veto"),
    ],
)
def test_ways_to_write_it(line, kind):
    assert [one for one, _ in _kinds(line)] == [kind]


@pytest.mark.parametrize(
    "lines",
    [
        ("加分项由考核办核定，计入总分。",),
        ("三、加分项。见附件3。",),
        ("三、加分项", "四、组织领导", "1.各单位按时报送，满分10分。"),
        ("二、评分办法。每迟报一次扣0.5分。",),
        ("扣分标准。按评分标准每项扣0.5分。",),
        ("一票否决事项见附件2。",),
        ("考核得分。满分100分。",),
        ("注：1.各单位年底前报送加分材料，最多加5分的从其规定。",),
        ("本表一票否决事项由市纪委监委认定。",),
    ],
)
def test_what_is_no_clause(lines):
    assert _kinds(*lines) == []


@pytest.mark.parametrize("under", [(), (f"三、加分项。{TAKEN.replace('扣', '加')}",)])
def test_clauses_at_the_end_of_a_file_are_for_every_table_without_its_own(tmp_path, under):
    document = docx.Document()
    for title, points, lines in (("附件1 乡镇考核表", "100", under), ("附件2 部门考核表", "100", (f"三、加分项。{ADDED}",))):  # fmt: skip
        document.add_paragraph(title)
        table = document.add_table(2, 3)
        for at, said in enumerate(("考核指标", "分值", "评分标准", "重点工作", points, "甲。")):
            table.rows[at // 3].cells[at % 3].text = said
        for line in lines:
            document.add_paragraph(line)
    document.save(str(tmp_path / "表.docx"))
    roster = ("乡镇", "部门")
    who = Everybody(NameBook({}, {}, kind="单位"), {"乡镇": ()}, dict(zip(roster, roster, strict=True)))  # fmt: skip
    asides = []
    rows, _ = read(tmp_path / "表.docx", asides=asides, who=who)
    assert len(rows) == 1 and len(asides) == 1
    assert asides[0].quote == (under[0].removeprefix("三、加分项。") if under else ADDED)
