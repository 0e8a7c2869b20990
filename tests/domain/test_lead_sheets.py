"""空表和表号: a generated sheet comes back filled, under any name, in any program, at any desk."""

from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from baton.desk.intake import sheets, stamps
from baton.desk.intake.empty_sheets import empty_sheet
from baton.domain.intake import services
from baton.domain.intake.models import Submission
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from tests.retold import retold
from tests.stories import AT, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
FILLED = {"临江县": 118000, "东岭县": 84000, "石桥市": 99000, "云东区": 90000}


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def desk_of(round, clerk):
    return owed(round, clerk)


def filled(sheet, path, figures=FILLED, at=AT, **more):
    """The empty sheet of a lead unit, filled in; more: heading -> unit -> text."""
    empty_sheet(sheet, path, at)
    book = openpyxl.load_workbook(path)
    page = book["打分表"]
    heads = {str(cell.value): cell.column for cell in page[4]}
    first = next(at for head, at in heads.items() if head.startswith(("财政收入", "优良天数")))
    for row in page.iter_rows(min_row=5):
        name = row[0].value
        if name in figures:
            page.cell(row[0].row, first, figures[name])
            for head, texts in more.items():
                if name in texts:
                    page.cell(row[0].row, heads[head], texts[name])
    book.save(path)
    return path


def test_the_empty_sheet_comes_back_filled_as_it_is(desk_of, tmp_path):
    path = filled(desk_of["市财政局"], tmp_path / "空表.xlsx")
    read = sheets.read_file(desk_of["市财政局"], path)
    assert {line[0]: line[4] for line in read.cells} == {
        "A": "118000", "B": "84000", "C": "99000", "D": "90000",
    }  # fmt: skip
    assert not read.faults and not read.remarks and not read.oddities
    assert {line[2] for line in read.cells} == {"全年"}


def test_the_sheet_names_itself_in_a_line_and_on_a_hidden_page(desk_of, tmp_path):
    empty_sheet(desk_of["市财政局"], tmp_path / "空表.xlsx", AT)
    book = openpyxl.load_workbook(tmp_path / "空表.xlsx")
    line = book["打分表"]["A2"].value
    assert "2026年终考核 · 市财政局 · 方案第 1 版 · 2027 年 1 月 14 日生成 · 表号 " in line
    assert book["收表标记"].sheet_state == "hidden" and book["收表标记"]["A1"].value in line
    assert [cell.value for cell in book["评分办法"][2]][1:3] == ["60", "按完成率计分，超额不加分。"]


def test_texts_of_the_rule_book_never_become_formulas(desk_of, tmp_path, clerk):
    sheet = desk_of["市财政局"]
    sheet.title = '=cmd|"/c calc"!A1'
    empty_sheet(sheet, tmp_path / "空表.xlsx", AT)
    book = openpyxl.load_workbook(tmp_path / "空表.xlsx")
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert book["打分表"]["A1"].value.startswith("=cmd")


def test_a_sheet_of_another_lead_unit_is_told_where_it_belongs(desk_of, tmp_path):
    path = filled(desk_of["市财政局"], tmp_path / "表.xlsx")
    read = sheets.read_file(desk_of["市生态环境局"], path)
    assert [fault.what for fault in read.faults] == ["这是市财政局的表，不是市生态环境局的"]
    assert "到“市财政局打分表”那里收" in read.faults[0].remedy
    assert read.belongs == desk_of["市财政局"] and not read.can_be_received


def test_a_sheet_of_another_round_is_told_apart(desk_of, round, clerk, tmp_path, at):
    path = filled(desk_of["市财政局"], tmp_path / "年终.xlsx")
    half = rounds.open_round(
        scheme=round.scheme, version=round.version, name="2026半年考核", kind="mid_year", as_of="上半年",
        on=datetime(2026, 6, 30).date(), by=clerk, at=at,
    )  # fmt: skip
    read = sheets.read_file(owed(half, clerk)["市财政局"], path)
    assert read.faults[0].what == "这是“2026年终考核”的市财政局打分表，现在收的是“2026半年考核”"
    assert "换到那一轮" in read.faults[0].remedy


@pytest.mark.past_the_log
def test_a_sheet_made_before_the_scheme_changed_is_told(desk_of, round, clerk, tmp_path):
    path = filled(desk_of["市财政局"], tmp_path / "旧.xlsx")
    later = round.version
    later.pk, later.number = None, 2
    later.state, later.sealed_at, later.sealed_by = "trial", AT, clerk
    later.book = later.book.replace("超额不加分", "超额加分")
    later.save()
    Round.objects.filter(pk=round.pk).update(version=later)
    sheet = desk_of["市财政局"]
    sheet.round.refresh_from_db()
    read = sheets.read_file(sheet, path)
    assert [odd.kind for odd in read.oddities] == ["outdated"]
    assert read.oddities[0].sentence == (
        "这张表是 2027 年 1 月 14 日按方案第 1 版生成的，现在用的是第 2 版"
    )
    assert "下载新的空表" in read.oddities[0].remedy and read.can_be_received
    air = filled(desk_of["市生态环境局"], tmp_path / "气.xlsx", dict.fromkeys(FILLED, 93))
    other = desk_of["市生态环境局"]
    other.round.refresh_from_db()
    assert other.round.version.number == 2
    assert "outdated" not in {odd.kind for odd in sheets.read_file(other, air).oddities}


@pytest.mark.parametrize(
    ("old", "new"),
    [("-202701141200-", "-202601141200-"), ("-1-2027", "-9-2027"), ("-1-1-", "-77-1-")],
)
def test_a_number_of_another_city_or_mistyped_is_no_number(desk_of, tmp_path, old, new):
    sheet = desk_of["市财政局"]
    path = filled(sheet, tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(path)
    for page in ("打分表", "收表标记"):
        cell = book[page]["A2" if page == "打分表" else "A1"]
        assert old in cell.value or sheet.pk != 1
        cell.value = cell.value.replace(old.replace("-1-1-", f"-{sheet.pk}-1-"), new)
    book.save(path)
    read = sheets.read_file(desk_of["市财政局"], path)
    assert read.sent.stamp == "" and len(read.cells) == 4 and not read.faults


def test_the_number_survives_copying_into_the_paste_box(desk_of):
    line = stamps.line_of(desk_of["市财政局"], AT)
    text = f"{line}\n单位\t优良天数比例\n临江县\t90\n"
    read = sheets.read_paste(desk_of["市生态环境局"], text)
    assert "这是市财政局的表" in read.faults[0].what


def test_an_older_sheet_after_a_newer_one_is_asked_about(desk_of, clerk, tmp_path, at):
    sheet = desk_of["市财政局"]
    first = filled(sheet, tmp_path / "一.xlsx")
    second = filled(
        sheet, tmp_path / "二.xlsx", FILLED | {"石桥市": 98000}, at=AT + timedelta(days=1)
    )
    _, made = sheets.take_in_file(sheet=sheet, path=second, name="二.xlsx", by=clerk, at=at)
    services.accept(submission=made, by=clerk, at=at)
    read = sheets.read_file(sheet, first)
    assert read.older == (
        "这一份比已收的第 1 版旧：它填在 1 月 14 日 12:00 生成的空表里，第 1 版的空表是 1 月 15 日 12:00 生成的。"
    )
    with pytest.raises(Refused, match="仍按新的一版收下"):
        sheets.take_in_file(sheet=sheet, path=first, name="一.xlsx", by=clerk, at=at)
    assert Submission.objects.count() == 1
    _, again = sheets.take_in_file(
        sheet=sheet, path=first, name="一.xlsx", knowingly=True, by=clerk, at=at
    )
    assert again.number == 2 and again.state == "received"


def test_a_version_that_came_before_is_known_again(desk_of, clerk, tmp_path):
    sheet = desk_of["市财政局"]
    send(sheet, MONEY, tmp_path, clerk)
    send(sheet, MONEY.replace("99000", "98000"), tmp_path, clerk)
    send(sheet, MONEY.replace("99000", "97000"), tmp_path, clerk)
    (tmp_path / "又.csv").write_text(MONEY, encoding="utf-8")
    read = sheets.read_file(sheet, tmp_path / "又.csv")
    assert read.older == "这一份和第 1 版一字不差，比已收的第 3 版旧。"
    with pytest.raises(Refused, match="比已收的第 3 版旧"):
        send(sheet, MONEY, tmp_path, clerk)


def test_when_it_was_saved_tells_which_is_older(desk_of, clerk, tmp_path):
    sheet = desk_of["市财政局"]
    found = []
    for name, day, more in (("新.xlsx", 13, 1), ("旧.xlsx", 12, 0)):
        path = filled(sheet, tmp_path / name, FILLED | {"石桥市": 99000 + more})
        book = openpyxl.load_workbook(path)
        book.properties.modified = datetime(2027, 1, day, 1, 30)
        book.save(path)
        found.append(path)
    import zipfile

    for path, day in zip(found, (13, 12), strict=True):  # openpyxl writes its own moment
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        core = parts["docProps/core.xml"].decode()
        begin = core.index("<dcterms:modified")
        begin = core.index(">", begin) + 1
        parts["docProps/core.xml"] = (
            core[:begin] + f"2027-01-{day}T01:30:00Z" + core[core.index("</dcterms:modified") :]
        ).encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    sheets.take_in_file(sheet=sheet, path=found[0], name="新.xlsx", by=clerk, at=AT)
    assert Submission.objects.get().saved_at == datetime(2027, 1, 13, 1, 30, tzinfo=UTC)
    older = sheets.read_file(sheet, found[1]).older
    assert "最后保存于 1 月 12 日 09:30，第 1 版最后保存于 1 月 13 日 09:30" in older


def test_a_returned_sheet_sent_again_unchanged_is_told_so(desk_of, clerk, tmp_path, at):
    sheet = desk_of["市财政局"]
    _, made = send(sheet, MONEY, tmp_path, clerk)
    services.send_back(submission=made, reason="请核对", by=clerk, at=at)
    with pytest.raises(Refused, match="第 1 版一字不差，那一版已经退回，这一份没有改"):
        send(sheet, MONEY, tmp_path, clerk)
