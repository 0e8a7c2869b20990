"""复算去年 on announced sheets as Excel keeps them: number formats, digits exchanged behind a nought, two causes at once."""

from decimal import ROUND_HALF_UP, Decimal
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import folders
from baton.desk.reproducing.announced import column_names
from baton.desk.reproducing.causes import causes
from baton.desk.reproducing.differences import compared
from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.published import TOTAL, read_published
from baton.scoring import score

UNITS = ["龙泉区", "东岭县", "西渡县", "南浦县", "北原县", "长宁县", "永和县", "清河县", "白石县"]
INVESTED = [7.5, 5.3, 8.8, 7.45, 10.2, 6.9, 7.5, 3.3, 7.4]
REVENUE = [33333, 30011, 28765, 33000, 40000, 31234, 29999, 21111, 32345]
AIR = [91.3, 88.7, 86.4, 92.0, 95.1, 90.2, 89.9, 84.3, 90.7]
BOOK = """方案: 2025年度县市区综合考核
代码: 去年
状态: 正式
期间: 2025年
期次: [全年]
考核对象: 县市区
通则: {无此任务: 不计, 单列: 不计, 缺报: 待定}
取舍: {方式: 四舍五入, 比率: 10位, 指标: 6位, 总分: 2位}
数据: {投资增速: {单位: "%"}, 财政收入: {单位: 万元}, 空气优良率: {单位: "%"}}
总分:
  名称: 总分
  指标:
    A1:
      名称: 固定资产投资
      评分办法: 达到年度目标的得满分；每低1个百分点扣0.8分，扣完为止。
      分值: 20
      方法: 阈值扣分保底
      百分点口径: 指标值
      起扣线: 7.5
      保底: 0
      每低1个百分点: 扣0.8分
      不足1个百分点: 按比例
      数据: 投资增速
    A2: {名称: 财政收入, 评分办法: 得分=权重分×完成率。, 分值: 40, 方法: 完成率, 目标: 33333, 封顶: 100%, 数据: 财政收入}
    A3: {名称: 空气优良, 评分办法: 得分=权重分×完成率。, 分值: 40, 方法: 完成率, 目标: 92, 封顶: 100%, 数据: 空气优良率}
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
HEADS = ["序号", "单位", "固定资产投资", "财政收入", "空气优良", "总分", "名次"]


def cut(value, places=2):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def scores(at, *, whole=False):
    """What a county's three indicators come to; whole: points begun are not counted."""
    low = max(Decimal(0), Decimal("7.5") - Decimal(str(INVESTED[at])))
    first = Decimal(20) - (Decimal(int(low)) if whole else low) * Decimal("0.8")
    shares = ((REVENUE[at], 33333), (AIR[at], 92))
    return [
        first,
        *(min(Decimal(40), Decimal(str(own)) / Decimal(goal) * 40) for own, goal in shares),
    ]


def lines(*, whole=False, early=False):
    """The announced rows; early: every score is rounded before they are added."""
    found = []
    for at, unit in enumerate(UNITS):
        exact = scores(at, whole=whole)
        shown = [cut(one) for one in exact]
        found.append([unit, *shown, sum(shown) if early else cut(sum(exact))])
    totals = sorted((line[4] for line in found), reverse=True)
    return [[*line, totals.index(line[4]) + 1] for line in found]


def sheet(path, rows, shown="0.00"):
    book = openpyxl.Workbook()
    book.active.append(["2025年度综合考核结果"])
    book.active.merge_cells("A1:G1")
    book.active.append(HEADS)
    for number, (unit, *numbers) in enumerate(rows, 1):
        book.active.append([number, unit, *(float(one) for one in numbers[:-1]), numbers[-1]])
        for column in range(3, 7):
            book.active.cell(book.active.max_row, column).number_format = shown
    book.save(path)
    return path


def office(folder):
    """Last year's files: rule book, roster under the name it has, figures."""
    (folder / "规则书.yaml").write_text(BOOK, encoding="utf-8")
    roster = "".join(f"{unit},县市区,{at}\n" for at, unit in enumerate(UNITS, 1))
    (folder / "2025年考核单位名册（定稿）.csv").write_text(
        "名称,分组,机构序\n" + roster, encoding="utf-8"
    )
    figures = zip(UNITS, INVESTED, REVENUE, AIR, strict=True)
    text = "单位,投资增速,财政收入,空气优良率\n" + "".join(f"{','.join(map(str, one))}\n" for one in figures)  # fmt: skip
    (folder / "数据.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def result(tmp_path):
    files = office(tmp_path)
    return score(*folders.read_folder(files / "规则书.yaml", files, as_of="全年", on="2025-12-31"))


def looked_at(result, path):
    problems, roster = Problems(), result.plan.facts.roster
    units = NameBook({one.subject: one.name for one in roster}, {}, kind="单位")
    columns = column_names(result.plan.rulebook)
    read = read_published(path, units=units, columns=columns, problems=problems)
    assert not problems.errors
    comparison = compared(result, read.cells)
    return comparison, causes(result, comparison)


def test_a_column_counts_with_the_decimals_its_format_shows(result, tmp_path):
    """18.4, 20 and 16.8 are shown as 18.40, 20.00 and 16.80: 19.96 is not 20.00."""
    path = sheet(tmp_path / "公布.xlsx", lines(whole=True))
    comparison, likely = looked_at(result, path)
    assert comparison.digits["A1"] == 2
    told = {(one.name, one.published, one.computed) for one in comparison.differences}
    assert ("南浦县", "20", "19.96") in told and ("东岭县", "18.4", "18.24") in told
    assert likely[0].kind == "reading" and "不足1个百分点" in likely[0].sentence


def test_without_a_format_the_longest_number_of_the_column_tells(result, tmp_path):
    rows = [[unit, cut(first, 1), *rest] for unit, first, *rest in lines()]
    comparison, _ = looked_at(result, sheet(tmp_path / "公布.xlsx", rows, "General"))
    assert comparison.digits["A1"] == 1 and comparison.differences == []


def test_noughts_typed_behind_a_number_tell_as_well(result, tmp_path):
    text = "单位,固定资产投资\n" + "".join(
        f"{unit},{first}\n" for unit, first, *_ in lines(whole=True)
    )
    (tmp_path / "公布.csv").write_text(text, encoding="utf-8")
    comparison, _ = looked_at(result, tmp_path / "公布.csv")
    assert comparison.digits["A1"] == 2 and len(comparison.differences) == 5


def test_digits_exchanged_behind_a_nought_are_known(result, tmp_path):
    """36.01 printed as 36.10 is stored as 36.1."""
    rows = lines()
    at = next(at for at, row in enumerate(rows) if str(row[2])[-2] == "0" != str(row[2])[-1])
    right = rows[at][2]
    rows[at][2] = Decimal(f"{str(right)[:-2]}{str(right)[-1]}{str(right)[-2]}")
    comparison, likely = looked_at(result, sheet(tmp_path / "公布.xlsx", rows))
    assert len(comparison.differences) == 1
    assert f"{right} 写成了 {rows[at][2]}，像是两位数字写颠倒了" in likely[0].sentence


def test_a_reading_and_an_order_of_rounding_together_are_found(result, tmp_path):
    comparison, likely = looked_at(
        result, sheet(tmp_path / "公布.xlsx", lines(whole=True, early=True))
    )
    told = {key for one in likely for key in one.cells}
    assert {one.key for one in comparison.differences} <= told
    both = [one for one in likely if "不足1个百分点" in one.sentence and "再相加" in one.sentence]
    assert both and both[0].broken == 0 and any(column == TOTAL for _, column in both[0].cells)


@pytest.mark.django_db
def test_what_the_format_shows_stays_with_the_recorded_table(desk, tmp_path):
    """The look and the recorded year count alike."""
    office(tmp_path)
    sheet(tmp_path / "公布.xlsx", lines(whole=True))
    send = lambda name: SimpleUploadedFile(name, (tmp_path / name).read_bytes())  # noqa: E731
    page = unescape(desk.post("/office/lastyear/in/", {
        "year": "2025", "scheme": send("规则书.yaml"), "facts": [send("2025年考核单位名册（定稿）.csv"), send("数据.csv")], "published": send("公布.xlsx"),
    }).content.decode())  # fmt: skip
    assert "19.96" in page and "18.24" in page
    form = page.split('<form class="ret"')[1].split("</form>")[0]
    fields = {}
    for part in form.split('<input type="hidden" ')[1:]:
        fields.setdefault(part.split('name="')[1].split('"')[0], []).append(
            part.split('value="')[1].split('"')[0]
        )
    answer = desk.post("/office/lastyear/in/", fields | {"take": "1"}, follow=True)
    recorded = unescape(answer.content.decode())
    assert "19.96" in recorded and "18.24" in recorded
