"""缺项折算 on paper: 备注 of the A3 table and the check sheet say what a unit does not have and how the rest was brought up."""

import re
from fractions import Fraction
from html import unescape

import openpyxl
import pytest

from baton.desk import computing
from baton.desk.papers.boards import board_of, boards
from baton.desk.papers.checking import checks
from baton.domain.assessment import services
from baton.domain.intake import services as intake
from tests import stories
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
TOLD = "无此任务 1 项（40 分），按 59.40 × 100 ÷ 60 折算"


def in_a_part(where):
    """The county's rule book with both indicators in a part, and where is made up for what a unit does not have."""
    head, _, rest = stories.RULEBOOK.partition("  指标:\n    F1:\n")
    both, _, tail = rest.partition("    加分:\n")
    moved = "".join(f"    {line}\n" for line in ("    F1:\n" + both).splitlines())
    book = (
        f"{head}  大项:\n    D1:\n      名称: 发展\n      指标:\n{moved}  指标:\n    加分:\n{tail}"
    )
    return book.replace("无此任务: 本大项折算", f"无此任务: {where}")


@pytest.fixture
def told(clerk, tmp_path, at, monkeypatch):
    def made(where):
        monkeypatch.setattr(stories, "RULEBOOK", in_a_part(where))
        round = open_round(tmp_path, clerk)
        air = AIR.replace("石桥市,93.4", "石桥市,无此任务")
        for lead, content in (("市财政局", MONEY), ("市生态环境局", air)):
            _, sent = send(owed(round, clerk)[lead], content, tmp_path, clerk)
            intake.accept(submission=sent, by=clerk, at=at)
        return computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)

    return made


def sums(check):
    (found,) = (one for one in check.lines if one.name == "小计")
    return found


def is_sound(row):
    full, score, lost = (Fraction(one.replace("−", "-")) for one in (row.full, row.score, row.lost))
    return full - score == lost


def test_what_is_made_up_for_in_the_total_is_said_in_the_note_and_beside_its_points(told, tmp_path):
    run = told("总分折算")
    (board,) = boards(run)
    assert {row[1]: row[-1] for row in board.rows} == {"临江县": "", "东岭县": "", "石桥市": TOLD, "云东区": ""}  # fmt: skip
    board_of(run, tmp_path / "总表.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "总表.xlsx").worksheets[0]
    assert [row[-1].value for row in sheet.iter_rows() if row[1].value == "石桥市"] == [TOLD]
    found = {one.unit: one for one in checks(run)}
    row = sums(found["石桥市"])
    assert (row.full, row.score, row.lost) == ("60", "59.4", "0.6")
    assert all(is_sound(sums(one)) for one in found.values())
    (rest,) = (one for one in found["石桥市"].lines if one.part == "其他")
    assert (rest.name, rest.lost, rest.reason) == ("缺项折算", "0.4", TOLD)
    assert not any(TOLD in one.reason for one in found["临江县"].lines)


def test_what_is_made_up_for_in_a_part_stands_in_the_part_that_then_adds_up(told):
    run = told("本大项折算")
    (board,) = boards(run)
    assert next(row[-1] for row in board.rows if row[1] == "石桥市") == f"发展：{TOLD}"
    check = next(one for one in checks(run) if one.unit == "石桥市")
    row = sums(check)
    assert (row.full, row.score, row.lost) == ("100", "99", "1") and is_sound(row)
    (made,) = (one for one in check.lines if one.name == "缺项折算")
    assert (made.part, made.score, made.lost, made.reason) == ("发展", "+39.6", "0.4", TOLD)
    assert not [one for one in check.lines if one.part == "其他"]


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def parts(told):
    """What the table 总分怎么来 prints: name, points, and what is said beside them."""
    table = told.partition("总分怎么来")[2].partition("</table>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell.replace("<br>", "：")) for cell in row.split("</td>")[:3]]
        for row in table.split("<tr>")[1:]
    ]


def test_pages_of_office_and_readers_list_the_same_parts_that_add_up(
    client, desk, clerk, leader, at, told
):
    run = told("总分折算")
    services.release(run=run, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    office = page(desk, f"/office/run/{run.pk}/unit/C/")
    assert TOLD in page(desk, f"/office/run/{run.pk}/")
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    seen = page(client, f"/released/{run.pk}/C/")
    assert parts(office) == parts(seen)
    assert parts(seen) == [
        ["表彰加分", "0.00", ""],
        ["发展", "59.40", ""],
        [f"缺项折算：{TOLD}", "+39.60", ""],
    ]
    assert "无此任务</td>" in seen and "未出数" not in seen
    board = page(client, f"/released/{run.pk}/")
    assert f'title="{TOLD}">缺项折算 +39.60<' in board, "the row whose parts do not add up"
    assert f"缺项折算：石桥市 {TOLD}。" in board
    services.withdraw(release=run.releases.get(), by=clerk, at=at)
    services.release(run=run, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    assert TOLD not in page(client, f"/released/{run.pk}/"), "points of parts were not released"


def test_a_part_that_was_made_up_for_says_so_and_one_without_a_task_is_not_waited_for(desk, told):
    run = told("本大项折算")
    assert parts(page(desk, f"/office/run/{run.pk}/unit/C/"))[1] == [f"发展：{TOLD}", "99.00", ""]
    assert TOLD not in page(desk, f"/office/run/{run.pk}/"), "the parts of that row add up"


def test_a_part_that_is_rounded_subtracts_to_what_it_lost(told, monkeypatch):
    """60 points bring 59.166 and the part 98.6 of 100: 1.4 are lost, and no line tells of the 0.01 cut off."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("总分: 2位", "考卷: 1位, 总分: 2位"))  # fmt: skip
    monkeypatch.setattr("tests.web.test_rescaled_told.MONEY", MONEY.replace("石桥市,99000", "石桥市,98611"))  # fmt: skip
    run = told("本大项折算")
    check = next(one for one in checks(run) if one.unit == "石桥市")
    row = sums(check)
    assert is_sound(row) and len(row.lost.partition(".")[2]) <= 2, row
    (made,) = (one for one in check.lines if one.name == "缺项折算")
    assert not [one for one in check.lines if one.part == "其他"], made


def test_points_on_a_readers_page_add_up_beside_a_missing_task(
    client, desk, clerk, leader, at, told
):
    run = told("总分折算")
    services.release(run=run, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    seen = page(client, f"/released/{run.pk}/C/").partition("全部指标")[2]
    row = next(one for one in seen.split("<tr") if "缺项折算" in one)
    assert 'data-l="得分">+39.60<' in row and 'data-l="失分">0.40<' in row
