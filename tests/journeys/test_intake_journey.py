"""收件的一个下午: empty sheets come back together under other names, are known, and are decided one after another by keyboard."""

import io

import openpyxl
from axe_playwright_python.sync_playwright import Axe


def returned(page, city, link, path):
    """A lead unit's empty sheet, filled in and saved under another name."""
    book = openpyxl.load_workbook(
        io.BytesIO(page.request.get(f"{city.address}{link}empty/").body())
    )
    table = book["打分表"]
    heads = [cell.value for cell in table[4]]
    for row in table.iter_rows(min_row=5):
        for cell, head in zip(row, heads, strict=False):
            if row[1].value and cell.value is None and head not in ("表上得分", "扣分原因", None):
                cell.value = 80 + cell.row % 9
    book.save(path)
    return str(path)


def tab_to(page, word):
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == word:
            return
    raise AssertionError(f"{word} is not reached by keyboard")


def test_several_sheets_come_back_and_are_decided_by_keyboard(walk, own_city, tmp_path):
    page = walk(own_city, "收件").window
    page.goto(own_city.address + "/office/desk/?show=none")
    links = page.eval_on_selector_all(
        ".dk td.un a", "all => all.map(one => one.getAttribute('href'))"
    )[:3]
    files = [
        returned(page, own_city, link, tmp_path / f"新建{n}.xlsx") for n, link in enumerate(links)
    ]
    (tmp_path / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    page.click("text=一起收几张")
    page.set_input_files("#files", [*files, str(tmp_path / "照片.xlsx")])
    page.click("button:has-text('看一看')")
    assert page.inner_text("h1") == "4 个文件，认出 3 张，还没有收下"
    assert "这是图片，不是表格" in page.inner_text("main")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    tab_to(page, "收下勾选的")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "已收下 3 张，都等着核。" in page.inner_text("main")
    tab_to(page, "逐张核")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    seen = []
    for _ in range(2):
        seen.append(page.inner_text("h1"))
        tab_to(page, "采用，看下一张")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "个数记入数据" in page.inner_text("main")
    assert len({*seen, page.inner_text("h1")}) == 3
