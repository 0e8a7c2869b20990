"""旅程:从一张 Word 指标体系表到第一张成绩表,十分钟以内;一个新办公室的第一个上午。"""

import time

import docx
import openpyxl

UNITS = ("临江县", "东岭县", "石桥市", "青溪县", "云东区")
ROSTER = [["编号", "名称", "分组", "机构序", "别名"]] + [
    [code, name, "县市区", order, ""]
    for order, (code, name) in enumerate(zip("ABCDE", UNITS, strict=True), start=1)
]
SCHEME = (
    ("序号", "类别", "考核指标", "分值", "目标值", "评分办法", "数据来源", "牵头单位"),
    ("1", "经济发展(60分)", "一般公共预算收入", "35", "完成年初预算", "按完成率计分，超额不加分。", "市财政局", "市财政局"),
    ("2", "经济发展(60分)", "预算执行率", "25", "92%", "低于92%的，每低1个百分点扣0.5分。", "市财政局", "市财政局"),
    ("3", "生态环境(40分)", "优良天数比例", "25", "92%", "每低1个百分点扣0.5分，最低得2分。", "市生态环境局", "市生态环境局"),
    ("4", "生态环境(40分)", "污水集中处理率", "15", "96%", "酌情扣分。", "市生态环境局", "市生态环境局"),
)  # fmt: skip
PRESSES = 400  # keys of the whole walk beside Tab, the two passwords' letters among them
MINUTES = 10


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def word(path, rows):
    document = docx.Document()
    document.add_heading("云州市2027年度综合考核指标体系")
    table = document.add_table(len(rows), len(rows[0]))
    for at, line in enumerate(rows):
        for cell, text in zip(table.rows[at].cells, line, strict=True):
            cell.text = text
    document.save(path)
    return path


HEADS = 4  # the row of heads in a lead unit's empty sheet


def filled(path, scores):
    """The lead unit's own empty sheet, its yellow cells filled in: by indicator, unit by unit."""
    book = openpyxl.load_workbook(path)
    page = book["打分表"]
    heads = {cell.column: str(cell.value or "") for cell in page[HEADS]}
    for row in page.iter_rows(min_row=HEADS + 1):
        if row[0].value in UNITS:
            for cell in row:
                found = next((name for name in scores if heads[cell.column].startswith(name)), None)
                if found:
                    cell.value = scores[found][UNITS.index(row[0].value)]
    book.save(path)
    return path


def roster_in(walk, folder):
    walk.use("main a:has-text('开始准备')")
    assert "第一步：收名册" in walk.look("准备")
    walk.use(".acts a:has-text('收名册')")
    wrong = [*ROSTER[:4], ["D", "", "县市区", 4, ""], *ROSTER[5:]]
    walk.give("#file", workbook(folder / "名册.xlsx", wrong))
    walk.use("button:has-text('看一看')")
    said = walk.look("名册有一处不对")
    assert "处要先改好" in walk.title() and "名册.xlsx" in said and "5" in said
    assert not walk.window.locator("button:has-text('收下名册')").count()
    walk.give("#file", workbook(folder / "名册改好.xlsx", ROSTER))
    walk.use("button:has-text('看一看')")
    assert "读到 5 个，5 个有变化，还没有收下" in walk.look("名册看一看")
    walk.use("button:has-text('收下名册')")
    assert "5 个单位和个人" in walk.look("名册收下")
    walk.use("main a:has-text('名册与轮次')")
    assert walk.title() == "第二步：收指标体系表"


def scheme_in(walk, folder):
    walk.use(".acts a:has-text('收指标体系表')")
    assert walk.window.is_checked("input[name=group][value=县市区]")  # the only group there is
    walk.give("#file", word(folder / "指标体系.docx", SCHEME))
    walk.use("button:has-text('看一看')")
    said = walk.look("指标体系看一看")
    assert walk.title() == "读到 4 个指标，还没有收进"
    assert all(row[5] in said for row in SCHEME[1:])
    walk.use("button:has-text('收进方案')")
    assert "下一步：在下面开一轮" in walk.look("指标体系收进")


def sheet_in(walk, lead, scores):
    """One lead unit's sheet: the empty workbook out, filled in, handed in, looked at, taken, accepted."""
    walk.use(f"td a:has-text('{lead}')")
    sheet = filled(walk.take("text=下载空表"), scores)
    walk.use(".acts a:has-text('收一张表')")
    walk.give("#id_file", sheet)
    walk.use("button:has-text('看一看')")
    assert "读到 10 个数，1 处疑点，还没有收下" in walk.look(f"{lead}看一看")
    walk.use("button:has-text('收下这一版')")
    assert "1 处疑点" in walk.look(f"{lead}收下")
    walk.use("button:has-text('采用')")


def test_from_a_scheme_table_to_the_first_board(walk, office, tmp_path):
    began = time.monotonic()
    he = walk(office, "第一个上午")
    assert "还没有轮次" in he.look("登录以后")
    roster_in(he, tmp_path)
    scheme_in(he, tmp_path)
    assert he.title() == "第三步：开一轮"
    he.use("button:has-text('开这一轮')")
    he.fill("#due", "2027-01-12")
    he.look("定截止日期")
    he.use("button:has-text('列出应交表')")
    said = he.look("应交表")
    assert "市财政局" in said and "市生态环境局" in said
    sheet_in(
        he,
        "市财政局",
        {"一般公共预算收入": (35, 34.2, 33, 35, 31.5), "预算执行率": (25, 24, 24.5, 23.5, 25)},
    )
    he.go("/office/board/")
    he.until("td.sh:has-text('60%')")
    assert "5 个单位都还没有总分" in he.look("一张表以后的成绩")
    he.go("/office/desk/")
    sheet_in(
        he,
        "市生态环境局",
        {"优良天数比例": (24, 25, 22.75, 23.5, 25), "污水集中处理率": (15, 14, 15, 13.5, 12)},
    )
    he.go("/office/board/")
    he.until("h1:has-text('第一')")
    said = he.look("第一张成绩")
    assert he.title() == "临江县第一，领先 1.8 分"
    assert "99" in said and "97.2" in said and "未出总分" in said
    took = time.monotonic() - began
    print(
        f"\n从登录到第一张有总分的成绩表:{took:.0f} 秒,按 {he.keys} 个键,另按 Tab {he.tabs} 次,{he.seen} 页"
    )
    assert took < MINUTES * 60 / 5
    assert he.keys < PRESSES
