"""每一扇门、每一种坏文件: a plain sentence with a remedy, never a failure, nothing half recorded."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.audit.models import Entry
from baton.domain.claims.models import Claim
from baton.domain.facts.models import Figure
from baton.domain.files.models import StoredFile
from baton.domain.intake.models import Scan, Submission
from baton.domain.orgs.models import Standing
from baton.domain.progress.models import Record
from baton.domain.province.models import ExamItem, Position
from baton.domain.schemes.models import Citation, Version
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send
from tests.web.bad_files import BAD, content_of

pytestmark = pytest.mark.django_db
KINDLY = {200, 400, 409, 413, 422}
ODD = {name for name, (_, _, said) in BAD.items() if not said}


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def sheet(round, clerk):
    return owed(round, clerk)["市财政局"]


def text(answer):
    return answer.content.decode()


def written():
    """How much stands in the ledgers."""
    kinds = (Submission, StoredFile, Scan, Figure, Claim, Standing, Version, Citation, ExamItem, Position, Record, Entry)  # fmt: skip
    return {kind.__name__: kind.objects.count() for kind in kinds}


def given(name):
    return SimpleUploadedFile(BAD[name][0], content_of(name))


def test_the_door_for_a_sheet(desk, sheet, subtests):
    before = written()
    for name, (_, _, said) in BAD.items():
        with subtests.test(name):
            answer = desk.post(f"/office/desk/{sheet.pk}/receive/", {"file": given(name)})
            page = text(answer)
            assert answer.status_code in KINDLY and written() == before
            if said:
                assert said in page and ("请" in page or "表头要写" in page)
                assert "收下这一版" not in page
            else:
                assert "读到 4 个数" in page and "118000" in page.replace(",", "")


@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_but_readable_sheet_is_taken_in_whole(desk, sheet, name):
    door = f"/office/desk/{sheet.pk}/receive/"
    page = text(desk.post(door, {"file": given(name)}))
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    desk.post(door, {"ticket": ticket, "take": "1"})
    made = Submission.objects.get()
    assert "118000" in made.cells and "/" not in made.file.name and ".." not in made.file.name


def test_the_door_for_several_sheets(desk, sheet, subtests):
    before = written()
    for name, (_, _, said) in BAD.items():
        with subtests.test(name):
            files = [given(name), SimpleUploadedFile("好.csv", MONEY.encode())]
            answer = desk.post("/office/desk/several/", {"files": files})
            page = text(answer)
            assert answer.status_code == 200 and written() == before
            assert "2 个文件" in page and "好.csv" in page
            assert ("认不出" in page or "要先改好" in page) == bool(said)


DOORS = {
    "roster": ("/office/setup/roster/", "file", {"year": "2026"}),
    "scheme": ("/office/setup/scheme/", "file", {"year": "2026", "title": "方案", "group": "县市区"}),
    "claims": ("/office/claims/in/", "file", {"kind": "表彰"}),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_the_other_doors(desk, sheet, door, subtests):
    address, field, more = DOORS[door]
    before = written()
    for name in BAD:
        with subtests.test(name):
            answer = desk.post(address, more | {field: given(name)})
            page = text(answer)
            assert answer.status_code in KINDLY and written() == before
            assert "<h1" in page and "Traceback" not in page
            if name not in ODD:
                main = page.split('<main class="wrap"')[1]
                assert "请" in main or "表头要有" in main
                assert "upload." not in main


def last_year(field):
    """The three kinds of files of last year, one of them bad."""
    from tests.web.test_last_year import files

    def door(desk, name):
        said = files()
        return desk.post("/office/lastyear/in/", said | {field: given(name)})

    return door


def another_announced(desk, name):
    from baton.domain.rounds.models import Round

    round = Round.objects.latest("pk")
    return desk.post(f"/office/lastyear/{round.pk}/announce/", {"published": given(name)})


def template(desk, name):
    return desk.post("/office/templates/", {"kind": "checks", "file": given(name)})


def attachment(desk, name):
    claim = Claim.objects.get()
    return desk.post(f"/office/claims/{claim.pk}/attach/", {"kind": "proof", "file": given(name)})


def at_door(address, field="file", **more):
    """A door of one field, with what is chosen beside the file."""
    return lambda desk, name: desk.post(address, more | {field: given(name)})


cover = at_door("/office/scheme/cover/", act="cite", kind="basis", title="考核办法")
PAPER = (
    b"%P",
    b"PK",
    b"\xd0\xcf",
    b"\x89P",
)  # what is kept as it is, to be looked at beside the rest
OTHERS = {
    "last year's scheme": last_year("scheme"), "last year's figures": last_year("facts"),
    "last year's announced table": last_year("published"), "another announced table": another_announced, "template": template,
    "attachment": attachment, "cover": cover, "positions": at_door("/office/province/in/positions/"), "exam": at_door("/office/province/in/exam/"), "records": at_door("/office/records/in/"),
}  # fmt: skip


@pytest.mark.parametrize("door", OTHERS)
def test_the_doors_beside_the_desk(desk, sheet, door):
    """Every bad file at each of them, one after the other."""
    entry = {"subject": "临江县", "kind": "表彰", "title": "双拥", "level": "市级", "role": "lead"}
    desk.post("/office/claims/enter/", entry)
    desk.raise_request_exception = False
    before = written()
    for name in BAD:
        answer = OTHERS[door](desk, name)
        page = text(answer)
        if door in {"attachment", "cover"} and answer.status_code == 302:
            assert content_of(name).startswith(PAPER), name
            before = written()
            continue
        assert answer.status_code in KINDLY and written() == before, (name, answer.status_code)
        main = page.split('<main class="wrap"')[1]
        assert "<h1" in page and "Traceback" not in page and "upload." not in main
        if name not in ODD:
            assert any(
                word in main for word in ("请", "表头要", "表里要", "已经附在", "已经写上")
            ), (
                name,
                main[:1500],
            )


@pytest.mark.parametrize("door", DOORS)
def test_two_files_at_a_door_that_takes_one(desk, sheet, door):
    address, field, more = DOORS[door]
    before = written()
    files = [SimpleUploadedFile(f"{n}.csv", MONEY.encode()) for n in range(2)]
    answer = desk.post(address, more | {field: files})
    assert answer.status_code in KINDLY and written() == before
    assert "一次选了 2 个文件" in text(answer)


PASTED_TOO = ["claims/in", "figures/in", "targets/in", "milestones/in", "records/in", "province/in/exam", "sheet"]  # fmt: skip


@pytest.mark.parametrize("door", PASTED_TOO)
def test_a_file_and_a_pasted_table_at_once_are_not_taken_for_one(desk, sheet, door):
    """Neither is read in silence, and what was pasted is still in its box."""
    address = f"/office/desk/{sheet.pk}/receive/" if door == "sheet" else f"/office/{door}/"
    pasted, before = "单位\t粘来的一列\n临江县\t7", written()
    said = {"file": SimpleUploadedFile("数.csv", MONEY.encode()), "text": pasted}
    answer = desk.post(address, said)
    assert answer.status_code in KINDLY and written() == before
    assert "选了文件，又粘贴了内容" in text(answer) and f"{pasted}</textarea>" in text(answer)
    assert "读到" not in text(answer)


SCANS = {"pdf", "picture"}


def test_the_door_for_a_stamped_scan(desk, sheet, clerk, tmp_path, subtests):
    send(sheet, MONEY, tmp_path, clerk)
    before, door = written(), f"/office/desk/{sheet.pk}/1/scan/"
    for name in [name for name in BAD if name not in SCANS]:
        with subtests.test(name):
            answer = desk.post(door, {"scan": given(name)})
            assert answer.status_code == 409 and written() == before
            assert "请" in text(answer) and "只收 PDF" in text(answer)
    for number, name in enumerate(sorted(SCANS), start=1):
        with subtests.test(name):
            assert desk.post(door, {"scan": given(name)}).status_code == 302
            assert Scan.objects.count() == number


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("", "没有粘贴内容"),
        (" \t\n", "没有粘贴内容"),
        ("你好", "没有认出表格"),
        ("\x00\x01\x02", "不是表格"),
        ("<table><tr><td>单位</td></tr></table>", "网页"),
        ("单位\t财政收入\n=cmd|'/c calc'!A1\t118000\n", "要先改好"),
        ("单位\t财政收入\n临江县\t=1+1\n", "公式"),
        ("单位\t财政收入\n临江县\t" + "9" * 100_000 + "\n", "要先改好"),
        ("单位\t财政收入\n" + "临江县\t1\n" * 3000, "报了3000次"),
        ("单位\t财政收入\n临江县\t1 2 3\n", "要先问清"),
        ("单位\t财政收入\n临江县\t2026年12月31日\n", "要先改好"),
    ],
)
def test_the_box_for_pasting(desk, sheet, pasted, said):
    before = written()
    answer = desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": pasted})
    assert answer.status_code in KINDLY and written() == before
    assert said in text(answer) and "收下这一版" not in text(answer)


def test_full_width_digits_and_names_with_spaces_are_read(desk, sheet):
    pasted = "单 位\t财政收入\n临 江 县\t１１８，０００\n"
    assert "118000" in text(
        desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": pasted})
    ).replace(",", "")


def test_a_formula_that_came_in_as_text_goes_out_as_text(desk, sheet, clerk, tmp_path):
    """A reason that looks like a formula stays text in every workbook that leaves."""
    table = MONEY.replace("财政收入\n", "财政收入,扣分原因\n").replace(
        "118000", '118000,"=HYPERLINK(""http://x"")"'
    )
    _, made = send(sheet, table, tmp_path, clerk)
    assert made.beside[0][3].startswith("=HYPERLINK")
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "扣分原因：=HYPERLINK(&quot;http://x&quot;)" in page and '<a href="http://x' not in page
    path = tmp_path / "空.xlsx"
    path.write_bytes(desk.get(f"/office/desk/{sheet.pk}/empty/").content)
    cells = [
        cell for one in openpyxl.load_workbook(path) for row in one.iter_rows() for cell in row
    ]
    assert not any(cell.data_type == "f" for cell in cells)
