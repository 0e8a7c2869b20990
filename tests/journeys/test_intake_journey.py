"""收件的一个下午: empty sheets come back together under other names, are known, and are decided one after another."""

import io

import openpyxl


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
    return path


def test_several_sheets_come_back_and_are_decided(walk, own_city, tmp_path):
    he = walk(own_city, "收件")
    he.go("/office/desk/?show=none")
    links = he.window.eval_on_selector_all(
        ".dk td.un a", "all => all.map(one => one.getAttribute('href'))"
    )[:3]
    files = [
        returned(he.window, own_city, link, tmp_path / f"新建{n}.xlsx")
        for n, link in enumerate(links)
    ]
    (tmp_path / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    he.enter("一起收几张")
    he.give("#files", *files, tmp_path / "照片.xlsx")
    he.enter("看一看")
    assert he.title() == "4 个文件，认出 3 张，还没有收下"
    assert "这是图片，不是表格" in he.look("认出 3 张")
    he.enter("收下勾选的")
    assert "已收下 3 张，都等着核。" in he.look("收下 3 张")
    he.enter("逐张核")
    seen = []
    for _ in range(2):
        seen.append(he.title())
        he.enter("采用，看下一张")
        assert "个数记入数据" in he.text()
    he.look("下一张")
    assert len({*seen, he.title()}) == 3
