"""基础分、差异分、加分: taken from the table, changed in a form, summed on the scheme page and in the annex; it scores nothing."""

import io
import subprocess
import sys

import docx
import pytest

from baton.desk import computing
from baton.domain.files.store import place_of
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version
from tests.fuzz.compare import VERIFIER
from tests.retold import retold
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text
from tests.web.scheme.notes import scheme_in, told

pytestmark = pytest.mark.django_db
HEADS = ("序号", "考核指标", "分值", "评分办法", "牵头单位", "工作类别")
TABLE = (
    HEADS,
    ("一、基础工作（60分）",) * 6,
    ("1", "一般公共预算收入", "35", "按完成率计分。", "市财政局", ""),
    ("2", "预算执行率", "25", "酌情扣分。", "市财政局", "重点工作"),
    ("二、重点工作、重大项目（40分）",) * 6,
    ("3", "优良天数比例", "40", "酌情扣分。", "市生态环境局", ""),
    ("三、特色工作",) * 6,
    ("4", "改革创新", "+5", "经认定的加分。", "市委改革办", ""),
)


@pytest.fixture
@retold
def classed(desk, fresh, tmp_path):
    """The fresh office after a table came in whose headings and column name the classes of work."""
    scheme_in(desk, told(tmp_path, TABLE, ()))
    return Round.objects.get()


def work(round, table, name):
    return row(round, table, name).get("work", "")


def test_the_table_names_the_classes_and_they_are_summed(desk, classed):
    parts = [work(classed, "nodes", node["name"]) for node in book_of(classed)["nodes"]]
    assert sorted(parts) == ["", "base", "key", "special"]
    assert work(classed, "items", "预算执行率") == "key"
    assert "work" not in row(classed, "items", "优良天数比例")
    check_written(classed)
    page = text(desk.get("/office/scheme/"))
    assert "基础 35 分、差异 65 分、加分最多 5 分" in page
    assert page.count('<span class="src">重点工作</span>') == 2


def test_a_form_changes_the_class_and_no_score(desk, classed, at):
    before = computing.refresh(classed, at=at)
    item = row(classed, "items", "预算执行率")
    address = PARTS + f"items/{item['code']}/"
    assert 'value="key" selected' in text(desk.get(address))
    form = {
        "name": item["name"], "points": "25", "role": "ordinary", "sentence": item["sentence"], "lead": item["lead"],
        "where": next(node["code"] for node in book_of(classed)["nodes"] if item["code"] in node["children"]),
    }  # fmt: skip
    page = text(desk.post(address, {**form, "work": "", "try": "1"}))
    assert "谁也不动" in page
    assert keep(desk, address, {**form, "work": ""}).status_code == 302
    assert "work" not in row(classed, "items", "预算执行率")
    assert "基础 60 分、差异 40 分、加分最多 5 分" in text(desk.get("/office/scheme/"))
    part = next(node for node in book_of(classed)["nodes"] if node.get("work") == "base")
    given = {"name": part["name"], "where": "总分", "kind": "sum", "role": "ordinary", "work": ""}
    assert keep(desk, PARTS + f"nodes/{part['code']}/", given).status_code == 302
    page = text(desk.get("/office/scheme/"))
    assert "差异 40 分、加分最多 5 分、没有写类别的 60 分" in page
    check_written(classed)
    after = computing.refresh(Round.objects.get(), at=at)
    lines = [{one.subject: one.total for one in run.lines.all()} for run in (before, after)]
    assert lines[0] == lines[1]


def test_a_scheme_without_classes_says_nothing_of_them(desk, fresh):
    assert all("work" not in one for table in ("items", "nodes") for one in book_of(fresh)[table])
    page = text(desk.get("/office/scheme/"))
    assert "差异" not in page and "没有写类别的" not in page
    item = row(fresh, "items", "预算执行率")
    given = {"name": item["name"], "points": "25", "where": "D1", "role": "ordinary", "lead": "市财政局", "sentence": "改。", "work": ""}  # fmt: skip
    keep(desk, PARTS + f"items/{item['code']}/", given)
    assert "work" not in row(fresh, "items", "预算执行率") and Version.objects.get().edits == 1


def test_the_annex_prints_the_classes_and_the_verifier_takes_the_archive(desk, classed, at):
    desk.post("/office/desk/owe/", {"due_on": "2027-01-12"})
    computing.refresh(classed, at=at)
    desk.post("/office/board/number/", {"stage": "check", "why": "送核对"})
    run = classed.runs.get(number=1)
    answer = desk.get(f"/office/run/{run.pk}/papers/annex/")
    document = docx.Document(io.BytesIO(answer.content))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "基础 35 分、差异 65 分、加分最多 5 分" in said
    assert (
        "、二、重点工作、重大项目" in said
        and "（重点工作）" not in said
        and "（基础工作）" not in said
    )
    names = [line.cells[1].text for table in document.tables for line in table.rows]
    assert "预算执行率（重点工作）" in names and "一般公共预算收入（基础工作）" in names
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(place_of(run.archive))]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0
