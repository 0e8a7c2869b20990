"""Bad input through the command: a Chinese sentence with place and remedy, code 2, nothing written, no traceback."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from tests.cli.office import AGREEMENT, DATA, ROSTER, RULEBOOK, Office, baton

ROSTER_IN_A_RING = """编号,名称,分组,上级
A,临江县,县市区,东岭县
B,东岭县,县市区,临江县
C,石桥市,县市区,
D,云东区,县市区,
"""


def refused(office: Office, *sentences: str) -> None:
    """Scoring to a file is refused with these words, and leaves no file behind."""
    target = office.folder.parent / "结果.csv"
    before = sorted(path.name for path in office.folder.parent.iterdir())
    done = office.run("score", "--format", "csv", "--out", str(target))
    assert done.returncode == 2, done.stdout + done.stderr
    for sentence in sentences:
        assert sentence in done.stderr, f"{sentence}\n---\n{done.stderr}"
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in office.folder.parent.iterdir()) == before
    assert done.peak <= 500, done.peak


@pytest.mark.parametrize(("name", "text", "sentences"), [
    ("数据.csv", "", ("数据.csv", "文件是空的")),
    ("名册.csv", ROSTER.replace("分组", "组别名"), ("名册.csv", "分组")),
    ("数据.csv", DATA + "临江县,1,2\n", ("临江县", "报了2次")),
    ("数据.csv", DATA.replace("118000", "11八000"), ("数据.csv", "第2行")),
    ("数据.csv", DATA.replace("91.3", "9l.3"), ("像字母", "91.3")),
    ("数据.csv", DATA.replace("118000", "2026-03-31"), ("第2行", "日期")),
    ("数据.csv", DATA.replace("石桥市", "石侨市"), ("石侨市", "石桥市")),
    ("责任书.csv", AGREEMENT.replace("120000", ""), ("目标值为空", "无此任务")),
    ("责任书.csv", AGREEMENT.replace("120000", "0"), ("临江县", "不能作除数")),
    ("责任书.csv", AGREEMENT.replace("临江县,一般公共预算收入,120000\n", ""), ("临江县", "责任书没有“目标”")),
    ("数据.csv", DATA.replace("118000", "10000000000000000"), ("第2行", "15")),
    ("数据.csv", DATA.replace("118000", "-118000"), ("财政收入", "负数")),
    ("数据.csv", DATA.replace("91.3", "191.3"), ("不应大于 100",)),
    ("名册.csv", ROSTER.replace("县市区", "区县"), ("区县", "县市区")),
    ("名册.csv", ROSTER_IN_A_RING,
            ("上级关系成环",)),
    ("事件.csv", "编号,单位,种类,事项\n1,临江县,加分,获奖\n", ("没有事件种类“加分”",)),
])  # fmt: skip
def test_a_bad_cell_or_table_is_named_with_its_remedy(office, name, text, sentences):
    office.put(name, text)
    refused(office, *sentences)


def test_all_faults_come_together(office):
    office.put(
        "数据.csv",
        DATA.replace("118000", "l18000").replace("石桥市", "石侨市").replace("88.25", "十"),
    )
    refused(office, "第2行", "石侨市", "第3行", "共 3 处错误")


def workbook(path, fill) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        for row, line in enumerate(DATA.splitlines()):
            for column, text in enumerate(line.split(",")):
                number = row and column
                (sheet.write_number if number else sheet.write_string)(
                    row, column, float(text) if number else text
                )
        fill(sheet)


def test_a_formula_where_a_value_should_be(office):
    (office.folder / "数据.csv").unlink()
    workbook(
        office.folder / "数据.xlsx", lambda sheet: sheet.write_formula("B2", "=1.1*3", value=3.3)
    )
    refused(office, "B2", "公式", "粘贴为数值")


def test_a_truncated_workbook(office):
    (office.folder / "数据.csv").unlink()
    path = office.folder / "数据.xlsx"
    workbook(path, lambda sheet: None)
    path.write_bytes(path.read_bytes()[:2000])
    refused(office, "数据.xlsx")


def test_a_password_protected_workbook(office):
    (office.folder / "数据.csv").unlink()
    stream = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    (office.folder / "数据.xlsx").write_bytes(stream + b"\x00" * 4096)
    refused(office, "数据.xlsx")


def test_a_zip_bomb(office):
    (office.folder / "数据.csv").unlink()
    path = office.folder / "数据.xlsx"
    workbook(path, lambda sheet: None)
    bomb = io.BytesIO()
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        bad.writestr("xl/worksheets/sheet9.xml", b" " * 400_000_000)
    path.write_bytes(bomb.getvalue())
    refused(office, "数据.xlsx")


def test_billion_laughs(office):
    (office.folder / "数据.csv").unlink()
    path = office.folder / "数据.xlsx"
    workbook(path, lambda sheet: None)
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
        + b"".join(
            b'<!ENTITY %s "%s">' % (bytes([98 + i]), b"&%s;" % bytes([97 + i]) * 10)
            for i in range(9)
        )
        + b"]><worksheet>&j;</worksheet>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(made, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, laughs if name.endswith("sheet1.xml") else good.read(name))
    path.write_bytes(made.getvalue())
    refused(office, "数据.xlsx")


def many_nodes(count: int) -> str:
    item = RULEBOOK[RULEBOOK.index("    F1:\n") : RULEBOOK.index("    F2:\n")]
    items = "".join(
        item.replace("F1:", f"G{n}:").replace("收入\n", f"收入{n}\n", 1) for n in range(count)
    )
    return RULEBOOK.replace("    F2:\n", items + "    F2:\n")


@pytest.mark.parametrize(("text", "sentences"), [
    (RULEBOOK.replace("方案: ", "方案: &a "), ("第1行",)),
    (RULEBOOK.replace("  财政收入", "\t财政收入"), ("制表符",)),
    (RULEBOOK.replace("期间: ", "期间\uff1a"), ("第4行", "中文冒号")),
    (RULEBOOK.replace("分值: 60", "分值: 60\n      分值: 61"), ("分值", "写了两次")),
    (RULEBOOK + "等次:\n  - {优秀: 90以上}\n  - {良好: 80-89}\n  - {一般: 其余}\n", ("80",)),
    (many_nodes(10_000), ("规则书",)),
    ("总分:\n" + "".join("  " * n + f"大项:\n{'  ' * (n + 1)}D{n}:\n" for n in range(1, 400)), ("规则书",)),
    ("", ("规则书",)),
])  # fmt: skip
def test_a_bad_rule_book_is_refused_with_place_and_remedy(office, text, sentences):
    office.rule(text)
    refused(office, *sentences)


def test_groups_that_take_each_others_values_in_a_ring(office):
    office.put("名册.csv", "编号,名称,分组,所在单位\nA,甲,一组,乙\nB,乙,二组,甲\n")
    office.put("责任书.csv", "单位,指标,目标\n")
    link = "  大项:\n    {0}: {{名称: 挂钩, 合成: 挂钩, 连到: 所在单位, 取分: 总分, 满分: 100, 倍数: 1}}\n"
    book = (
        RULEBOOK[: RULEBOOK.index("考核对象")]
        + RULEBOOK[RULEBOOK.index("通则") : RULEBOOK.index("数据:")]
    )
    groups = "分组:\n  一组: {总分: 甲总}\n  二组: {总分: 乙总}\n"
    parts = "".join(
        f"{name}:\n  名称: {name}\n" + link.format(name[0] + "挂") for name in ("甲总", "乙总")
    )
    office.rule(book + parts + groups)
    done = office.run("score")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", ["没有.yaml", "没有"])
def test_a_missing_file_is_said_plainly(office, path):
    done = baton("score", str(office.folder / path), str(office.folder), "--as-of", "全年")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_text_that_looks_like_a_formula_stays_text(office, tmp_path):
    office.put("名册.csv", ROSTER.replace("云东区", "=1+1"))
    office.put("责任书.csv", AGREEMENT.replace("云东区", "=1+1"))
    office.put("数据.csv", DATA.replace("云东区", "=1+1"))
    done = office.run("score", "--format", "csv")
    if done.returncode == 0:
        assert "'=1+1" in done.stdout
    target = tmp_path / "总表.xlsx"
    if office.run("score", "--format", "xlsx", "--out", str(target)).returncode == 0:
        cells = [c for line in openpyxl.load_workbook(target).active.iter_rows() for c in line]
        assert not any(c.data_type == "f" and c.value == "=1+1" for c in cells)
