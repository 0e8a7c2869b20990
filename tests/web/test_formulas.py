"""得分是公式的表: asked about once for the whole sheet, and taken with what the cells show once a clerk has said so."""

import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.documents.grids import Grid
from baton.documents.mending import result_shown, with_results
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from tests.sent import UNITS, book
from tests.web.receiving import button, hidden, text

pytestmark = pytest.mark.django_db


def calculated(path, scores, results=None):
    """A workbook whose scores are formulas; with the results that a spreadsheet keeps beside them, or without."""
    path = book(path, [["单位", "教育工作得分"], *zip(UNITS, scores, strict=True)])
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    kept = r"<f>1+1</f><v>\2</v>" if results is None else "<f>1+1</f>"
    parts["xl/worksheets/sheet1.xml"] = re.sub(r'(<c r="B[2-9]"[^>]*>)<v>([^<]*)</v>', r"\1" + kept, sheet).encode()  # fmt: skip
    with zipfile.ZipFile(path, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)
    return SimpleUploadedFile("表.xlsx", path.read_bytes())


def test_formulas_are_one_question_and_are_taken_with_what_they_show(desk, desk_of, tmp_path):  # fmt: skip
    sheet = desk_of["市教育局"]
    address = f"/office/desk/{sheet.pk}/receive/"
    page = desk.post(address, {"file": calculated(tmp_path / "表.xlsx", (4.9, 4.7, 4.6, 5))})
    assert "4 格是公式，表上显示的是 4.9、4.7、4.6等" in text(page) and "收下这一版" not in text(
        page
    )
    assert text(page).count("选择性粘贴") == 0 and "格都照提示改" not in text(page)
    name, value = button(page, "照显示的值收")
    page = desk.post(address, {"ticket": hidden(page, "ticket")[0], name: value})
    assert "读到 4 个数" in text(page) and "表里是公式的格，照表上显示的值收" in text(page)
    desk.post(address, {"ticket": hidden(page, "ticket")[0], "said": hidden(page, "said"), "take": "1"})  # fmt: skip
    made = Submission.objects.get()
    assert [line[4] for line in unpack(made.cells)] == ["4.9", "4.7", "4.6", "5"]
    assert "照表上显示的值收" in text(desk.get(f"/office/desk/{sheet.pk}/"))


def test_a_formula_without_a_kept_result_is_still_refused(desk, desk_of, tmp_path):
    address = f"/office/desk/{desk_of['市教育局'].pk}/receive/"
    page = desk.post(address, {"file": calculated(tmp_path / "表.xlsx", (4.9, 4.7, 4.6, 5), ())})
    assert "照显示的值收" not in text(page) and "这是公式，请粘贴为数值" in text(page)


def test_what_a_formula_shows_has_the_decimals_of_its_format():
    grid = Grid(
        "表.xlsx", "Sheet1", [[5.486666, 0.8642, 7.25, "=A1"]], formulas={(0, 0), (0, 1), (0, 2), (0, 3)},
        rounded={(0, 0): 2}, percents={(0, 1): 1},
    )  # fmt: skip
    assert [result_shown(grid, (0, column)) for column in range(4)] == ["5.49", "86.4%", "7.25", ""]
    assert with_results(grid).rows == [[5.49, "86.4%", 7.25, "=A1"]]
    assert with_results(grid).formulas == {(0, 3)}
