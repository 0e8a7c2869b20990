"""怎么读的: what every column of a scheme table was read as."""

from baton.documents.problems import Problems
from baton.documents.scheme_table import read_scheme
from tests.documents.scheme_shapes import drawn, excel, word
from tests.documents.test_scheme_apart import TWO, _who

TABLE = """
序号 | 类别 | 权重 | 考核指标 | 分值 | 评分标准 | 评分细则 | 考核单位 | 上限 | 备用
1 | 经济 | 60 | 财政收入 | 40 | 甲。 | 乙。 | 市财政局 | 45 |
2 | ^ | ^ | 工业产值 | 20 | 丙。 | 丁。 | 市工信局 | 25 |
3 | 生态 | 40 | 空气质量 | 40 | 戊。 | 己。 | 市生态环境局 | 45 | """


def _shown(path, **more):
    shown = []
    read_scheme(path, problems=Problems(), shown=shown, **more)
    return [(one.at, one.head, one.meaning) for one in shown]


def test_every_column_of_a_sheet_has_its_letter_its_head_and_its_meaning(tmp_path):
    assert _shown(excel(tmp_path / "表.xlsx", ("体系", drawn(TABLE)))) == [
        ("体系 A 列", "序号", "序号"), ("体系 B 列", "类别", "大项"), ("体系 C 列", "权重", "大项的分值或权重，用来核对"),
        ("体系 D 列", "考核指标", "考核指标"), ("体系 E 列", "分值", "分值"), ("体系 F 列", "评分标准", "评分办法"),
        ("体系 G 列", "评分细则", "评分办法，接在后面"), ("体系 H 列", "考核单位", "评分单位、牵头单位"), ("体系 I 列", "上限", "没有收进"),
        ("体系 J 列", "备用", "空的"),
    ]  # fmt: skip


def test_columns_of_a_word_table_are_counted_and_those_of_other_groups_told(tmp_path):
    found = _shown(word(tmp_path / "表.docx", ("", drawn(TWO))), who=_who("城区"))
    assert found[1:3] == [
        ("第1个表 第 2 列", "分值·县域", "别的组的，没有收"),
        ("第1个表 第 3 列", "分值·城区", "分值"),
    ]


def test_points_behind_the_names_are_told(tmp_path):
    text = "指标 | 评分标准\n财政收入（60分） | 甲。\n空气质量（40分） | 乙。"
    assert _shown(word(tmp_path / "表.docx", ("", drawn(text))))[0][2] == "考核指标、分值（写在名称后面）"  # fmt: skip
