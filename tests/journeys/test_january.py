"""旅程:一月里的一天,只用键盘——收表与退回、加减分到认定表、编稿到更正稿再到发布、总表和归档件、复算去年。"""

import re
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl

from tests import stories
from tests.domain.test_reproducing import RIGHT
from tests.journeys.serving import ROOT
from tests.libreoffice import recalculated

COUNTY = "?group=县市区"


def totals(walk):
    """What the board prints: unit → total."""
    rows = walk.window.locator("table.bd tbody tr").all()
    found = {}
    for row in rows:
        cells = row.locator("td.nm a, td.tt").all_inner_texts()
        if len(cells) == 2:
            found[cells[0].strip()] = cells[1].strip()
    return found


def shut(walk, path):
    """Whether this address does not exist for this person."""
    return walk.window.context.request.get(walk.address + path).status == 404


def newest(walk):
    """The address of the newest numbered draft."""
    walk.go("/office/")
    return walk.window.locator("main a[href*='/office/run/']:has-text('稿')").first.get_attribute(
        "href"
    )


def test_the_demonstration_has_what_an_office_meets_in_january(walk, city):
    """Every kind of oddity, stamped pages, the claims, figures without a sheet, and pages that tell of the province."""
    he = walk(city, "演示")
    he.go("/office/desk/")
    assert he.title().startswith("38 张打分表收到 31 张，")
    for lead, words in {
        "市委督查室": ("没写原因", "这一版没填"),
        "市政府办公室": ("写颠倒了",),
        "市发展和改革委员会": ("合计写的是",),
        "市信访局": ("超过界限 100", "请核对位数和计量单位"),
        "市委组织部": ("不许并列", "相差不到规定的 3 分", "都没写扣分原因"),
    }.items():
        he.go("/office/desk/")
        he.use(f"table a:has-text('{lead}')")
        for word in words:
            assert word in he.text(), (lead, word)
    he.go("/office/desk/")
    he.use("table a:has-text('市财政局')")
    he.window.wait_for_function(
        "() => document.querySelector('section.stamped img').naturalWidth > 500"
    )
    he.go("/office/claims/")
    assert he.title().startswith("325 条里 8 条待定；2 处像是同一事项；")
    assert "到了上限" in he.title() and "每个单位合计" in he.look("台账")
    he.go(newest(he) + "unit/临江县/Z04/")
    assert "12月月报（打分表未交）" in he.text()
    he.go("/office/province/")
    assert "我们全省第" in he.title()
    he.go("/office/scheme/cover/")
    assert "市考核委" in he.text() and "市委常委会" in he.text()


def test_a_sheet_goes_back_with_its_letter_and_a_better_version_is_accepted(
    walk, own_city, tmp_path
):
    he = walk(own_city, "收表")
    he.go("/office/desk/")
    he.look("收件台")
    he.use("table a:has-text('市信访局')")
    assert "处疑点" in he.title()
    letter = he.window.input_value("textarea[name=reason]")
    assert "请核对" in letter and "1." in letter
    he.use("button:has-text('退回')")
    assert "退回" in he.look("已退回")
    he.go("/office/desk/")
    he.use("table a:has-text('市信访局')")
    empty = he.take("text=下载空表")
    book = openpyxl.load_workbook(empty)
    assert book["打分表"]["A4"].value == "单位"
    he.use(".acts a:has-text('收一张表')")
    units = [
        row[0].value
        for row in book["打分表"].iter_rows(min_row=5)
        if row[0].value and row[0].value.endswith("县")
    ]
    he.fill(
        "textarea[name=text]",
        "单位\t信访及时受理率\n" + "\n".join(f"{unit}\t98.{at}" for at, unit in enumerate(units)),
    )
    he.use("button:has-text('看一看')")
    assert f"读到 {len(units)} 个数" in he.title()
    he.look("看一看")
    he.use("button:has-text('收下这一版')")
    he.window.wait_for_selector("text=怎么办")
    he.use("button:has-text('采用') >> nth=0")
    he.go("/office/desk/")
    assert "市信访局" in he.text()


def test_a_claim_from_the_document_to_the_recognition_table(walk, own_city):
    he = walk(own_city, "加减分")
    he.go("/office/claims/enter/")
    for name, text in {
        "subject": "北川县",
        "title": "全省水土保持先进县",
        "document": "云政发〔2026〕199号",
        "level": "省级",
    }.items():
        he.fill(f"[name={name}]", text)
    he.choose("[name=kind]", "表彰")
    he.look("登记")
    he.use("main form button.primary")
    he.go("/office/claims/?q=全省水土保持")
    assert "全省水土保持先进县" in he.look("台账")
    he.tick("table.cl input[name=claim]")
    he.fill("form[action$='/decide/'] input[name=decided_by]", "加减分认定小组")
    he.choose("select[name=state]", "accepted")
    he.use("button:has-text('就这样定')")
    he.go("/office/claims/?q=全省水土保持")
    he.use("a:has-text('全省水土保持先进县')")
    he.until("text=实际计")
    assert "加减分认定小组" in he.look("条目")
    he.go("/office/board/" + COUNTY)
    board = re.search(
        r"/office/run/\d+/", he.window.get_attribute("main a[href$='/papers/']", "href")
    )[0]
    he.go(board + "papers/")
    links = he.window.locator("tr:has-text('认定表') a").all()
    for link in sorted({link.get_attribute("href") for link in links}):
        path = he.take(f'a[href="{link}"]')
        if path.suffix == ".docx":
            text = "\n".join(
                cell.text
                for table in docx.Document(str(path)).tables
                for row in table.rows
                for cell in row.cells
            )
        elif path.suffix == ".xlsx":
            text = "\n".join(
                str(cell.value) for row in openpyxl.load_workbook(path).active for cell in row
            )
        else:
            assert path.read_bytes().startswith(b"%PDF")
            continue
        assert "全省水土保持先进县" in text and "加减分认定小组" in text


def test_a_late_veto_becomes_a_correction_draft_that_is_released(walk, own_city):
    he, zhou = walk(own_city, "更正稿"), walk(own_city, "领导", "zhou")
    he.go("/office/board/")
    he.fill("#why", "考核委会前")
    he.choose("#stage", "committee")
    he.use("button:has-text('冻结编号')")
    he.to("[name=books]")
    he.press("ArrowDown")  # 不关账: in mid-January seven sheets are still to come
    assert he.window.locator("[name=books][value=open]").is_checked()
    he.use("button:has-text('编考核委审议稿')")
    old = re.search(r"/office/run/(\d+)/", he.window.url)[1]
    he.use("a:has-text('会前看一遍')")
    assert "会上可能要问" in he.look("会前看一遍")
    he.go(f"/office/run/{old}/papers/")
    meeting = he.take("tr:has-text('会议一页纸') a:has-text('Word') >> nth=0")
    assert any("稿" in one.text for one in docx.Document(str(meeting)).paragraphs)
    he.go(f"/office/run/{old}/" + COUNTY)
    before, sealed = totals(he), he.take("a:has-text('归档件')").read_bytes()
    he.go(f"/office/run/{old}/release/")
    he.use("a:has-text('迟到的否决')")
    he.fill("[name=subject]", "青溪县")
    he.choose("[name=kind]", "安全生产否决")
    for name, text in {
        "matter": "年末较大事故",
        "document": "云安委〔2027〕3号",
        "happened_on": "2026-12-29",
        "decided_by": "市安委会",
        "decided_on": "2027-01-14",
    }.items():
        he.fill(f"[name={name}]", text)
    he.use("button:has-text('看谁动')")
    assert "还没有编" in he.title() and "青溪县" in he.look("看谁动")
    he.use("button:has-text('编更正稿')")
    new = re.search(r"/office/run/(\d+)/", he.window.url)[1]
    assert new != old and "更正" in he.look("更正稿")
    he.go(f"/office/run/{old}/" + COUNTY)
    assert totals(he) == before
    assert he.take("a:has-text('归档件')").read_bytes() == sealed
    assert shut(zhou, f"/released/{new}/") and shut(zhou, f"/office/run/{new}/")
    he.go(f"/office/run/{new}/release/")
    assert "总分与名次" in he.look("事先定的")
    he.use("button:has-text('按事先定的发布')")
    assert "已发布给 1 类人" in he.look("已发布")
    zhou.go("/released/")
    assert "更正" in zhou.look("领导看到的") and "未经审定" in zhou.text()
    zhou.use("nav[aria-label='分组'] a:has-text('县市区')")
    assert "青溪县" in zhou.look("领导看到的县市区") and "一票否决" in zhou.text()
    for height in (1080, 900):
        zhou.window.set_viewport_size({"width": height * 16 // 9, "height": height})
        zhou.go(f"/released/{new}/wall/?hold=1")
        assert zhou.window.evaluate("document.documentElement.scrollHeight") <= height
        assert "第 " in zhou.look(f"大屏{height}")
    assert shut(zhou, f"/released/{old}/") and shut(zhou, f"/released/{new}/A/")


def test_the_master_table_and_the_archive_say_what_the_page_says(walk, city, tmp_path):
    he = walk(city, "总表")
    he.go(newest(he) + COUNTY)
    shown = totals(he)
    assert len(shown) == 8
    book = he.take("a:has-text('A3 总表')")
    plain = tmp_path / "board.xlsx"
    plain.write_bytes(book.read_bytes())
    [counted] = recalculated([plain], tmp_path)
    cells = [
        [str(cell) for cell in row if cell is not None]
        for sheet in openpyxl.load_workbook(counted, data_only=True) for row in sheet.iter_rows(values_only=True)
    ]  # fmt: skip
    for unit, total in shown.items():
        assert any(unit in row and any(_same(one, total) for one in row) for row in cells), (
            unit,
            total,
        )
    archive = he.take("a:has-text('归档件')")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", str(ROOT / "verify" / "baton_verify.py"), str(archive)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0 and "核验通过" in done.stdout, done.stdout + done.stderr


def _same(one, total):
    try:
        return abs(float(one) - float(total)) < 1e-9
    except ValueError:
        return False


def test_from_signing_in_to_an_explanation(walk, city):
    he = walk(city, "键盘")
    he.enter("收件台")
    he.enter("市政府办公室")
    assert "市政府办公室" in he.title()
    he.enter("成绩")
    he.enter("县市区")
    he.enter("临江县")
    he.enter("优良天数比例")
    assert "优良天数比例" in he.look("怎么算的")


def test_last_year_from_its_own_files(walk, office, tmp_path):
    he = walk(office, "复算去年")
    names = {
        "规则书.yaml": stories.RULEBOOK,
        "名册.csv": stories.ROSTER,
        "责任书.csv": stories.AGREEMENT,
        "财政.csv": stories.MONEY,
        "空气.csv": stories.AIR,
    }
    for name, text in names.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "公布.csv").write_text(RIGHT.replace("98.65,3", "98.56,3"), "utf-8")
    he.enter("复算去年")
    he.fill("#year", "2026")
    he.give("#scheme", tmp_path / "规则书.yaml")
    he.give("#facts", *(tmp_path / name for name in list(names)[1:]))
    he.give("#published", tmp_path / "公布.csv")
    he.enter("看一看")
    assert "19 个与复算一致，1 个不同；还没有记下" in he.title()
    he.look("看一看")
    he.enter("记下 2026 年")
    assert "1 个还没有说明" in he.title() and "写颠倒了" in he.look("差异")
    he.enter("就这样说明这 1 处")
    assert "都已说明" in he.title() and "手工填错" in he.look("都已说明")
    table = he.take("text=下载差异表")
    rows = list(openpyxl.load_workbook(table).active.iter_rows(values_only=True))
    assert rows[3][1:5] == ("临江县", "总分", 98.56, 98.65) and rows[3][7] == "手工填错"
    assert Path(table).suffix == ".xlsx"


def test_a_printed_board_says_on_every_page_what_it_is(walk, city, tmp_path):
    """On A4 and A3, heads repeated, no card pushed to the next page by itself."""
    he = walk(city, "打印")
    he.go(newest(he) + "?group=政府部门")
    for paper, sides in (("A4", False), ("A3", True)):
        path = tmp_path / f"{paper}.pdf"
        path.write_bytes(he.window.pdf(format=paper, landscape=sides))
        done = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
        )
        pages = done.stdout.rstrip("\f").split("\f")
        assert len(pages) <= (1 if paper == "A3" else 2), f"{paper} 打了 {len(pages)} 页"
        for page in pages:
            assert re.search(r"第 \d+ 稿", page) and "名次" in page and "总分" in page
        assert "市交通运输局" in pages[0]


def test_the_foot_of_a_printed_page_covers_nothing(walk, city, tmp_path):
    he = walk(city, "打印单位")
    he.go(newest(he) + "unit/临江县/")
    path = tmp_path / "unit.pdf"
    path.write_bytes(he.window.pdf(format="A4", prefer_css_page_size=True))
    done = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True
    )
    for page in done.stdout.split("<page ")[1:]:
        words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<', page)
        (foot,) = {float(top) for top, _, word in words if "内部资料" in word}
        above = [float(low) for top, low, _ in words if float(top) < foot - 1]
        assert above and max(above) <= foot, "页脚盖住了最后一行"
