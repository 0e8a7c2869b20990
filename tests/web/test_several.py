"""收件台一个下午: several files at once, the next one that waits, filters, and what is asked before an older one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import computing
from baton.desk.intake.empty_sheets import empty_sheet
from baton.desk.papers import checking, loss_lists
from baton.domain.intake import services
from baton.domain.intake.models import Submission
from tests.domain.test_lead_sheets import filled
from tests.retold import retold
from tests.stories import AIR, AT, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def text(answer):
    return answer.content.decode()


def upload(name, content):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def tickets(page, field="chosen", only_checked=False):
    found = []
    for tag in page.split("<input ")[1:]:
        tag = tag.split(">")[0]
        if f'name="{field}"' in tag and (" checked" in tag or not only_checked):
            found.append(tag.split('value="')[1].split('"')[0])
    return found


def test_several_files_are_recognised_by_number_or_by_what_they_report(
    desk, round, clerk, tmp_path
):
    sheets = owed(round, clerk)
    numbered = filled(sheets["市财政局"], tmp_path / "随便什么名字.xlsx").read_bytes()
    page = text(
        desk.post(
            "/office/desk/several/",
            {
                "files": [
                    upload("新建.xlsx", numbered),
                    upload("气.csv", AIR),
                    upload("坏.xlsx", b"PK\x03\x04"),
                    upload("别的.csv", "单位,旅游人次\n临江县,3\n"),
                ]
            },
        )
    )
    assert "4 个文件，认出 2 张" in page
    assert "市财政局</a>" in page and "按表号" in page and "按表里的指标" in page
    assert page.count("认不出") == 2 and "没有传完或已损坏" in page
    assert not Submission.objects.exists()
    chosen = tickets(page, only_checked=True)
    assert len(chosen) == 2
    page = text(desk.post("/office/desk/several/", {"take": "1", "chosen": chosen}, follow=True))
    assert "已收下 2 张" in page
    assert {(one.sheet.lead.name, one.number) for one in Submission.objects.all()} == {
        ("市财政局", 1), ("市生态环境局", 1),
    }  # fmt: skip


def test_a_ticket_that_is_no_ticket_stops_nobody_else(desk, round, clerk):
    owed(round, clerk)
    page = text(desk.post("/office/desk/several/", {"files": [upload("气.csv", AIR)]}))
    chosen = ["forged", *tickets(page)]
    page = text(desk.post("/office/desk/several/", {"take": "1", "chosen": chosen}, follow=True))
    assert "这次上传已经过期" in page and "已收下 1 张" in page and Submission.objects.count() == 1


def test_two_files_of_one_lead_unit_are_left_to_a_person(desk, round, clerk, tmp_path):
    owed(round, clerk)
    page = text(
        desk.post(
            "/office/desk/several/",
            {"files": [upload("一.csv", AIR), upload("二.csv", AIR.replace("92", "93"))]},
        )
    )
    assert page.count("请只勾一个") == 2 and len(tickets(page)) == 2
    assert tickets(page, only_checked=True) == []
    answer = desk.post("/office/desk/several/", {"take": "1"})
    assert "没有勾选" in text(answer)


def test_an_older_one_among_several_is_taken_only_knowingly(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    for figure in ("99000", "98000", "97000"):
        send(sheet, MONEY.replace("99000", figure), tmp_path, clerk)
    page = text(desk.post("/office/desk/several/", {"files": [upload("旧.csv", MONEY)]}))
    assert "比已收的第 3 版旧" in page and tickets(page, only_checked=True) == []
    chosen = tickets(page)
    page = text(desk.post("/office/desk/several/", {"take": "1", "chosen": chosen}, follow=True))
    assert "旧.csv：这一份和第 1 版一字不差" in page and Submission.objects.count() == 3
    given = {"take": "1", "chosen": chosen, "older": chosen}
    assert "已收下 1 张" in text(desk.post("/office/desk/several/", given, follow=True))
    assert Submission.objects.count() == 4


def test_an_older_one_at_the_single_door_is_asked_about(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    for figure in ("99000", "98000"):
        send(sheet, MONEY.replace("99000", figure), tmp_path, clerk)
    door = f"/office/desk/{sheet.pk}/receive/"
    pasted = MONEY.replace(",", "\t")
    page = text(desk.post(door, {"text": pasted}))
    assert "比已收的第 2 版旧" in page and "仍按新的一版收下" in page
    refused = desk.post(door, {"text": pasted, "take": "1"})
    assert refused.status_code == 409 and "石桥市" in text(refused)
    assert pasted.strip() in text(refused)
    desk.post(door, {"text": pasted, "take": "1", "older": "1"})
    assert Submission.objects.count() == 3


def test_a_sheet_of_another_lead_unit_links_to_its_own_door(desk, round, clerk, tmp_path):
    sheets = owed(round, clerk)
    content = filled(sheets["市财政局"], tmp_path / "表.xlsx").read_bytes()
    door = f"/office/desk/{sheets['市生态环境局'].pk}/receive/"
    page = text(desk.post(door, {"file": upload("表.xlsx", content)}))
    assert (
        "这是市财政局的表" in page
        and f'href="/office/desk/{sheets["市财政局"].pk}/receive/"' in page
    )


def test_two_files_at_the_single_door_are_refused(desk, round, clerk):
    sheet = owed(round, clerk)["市财政局"]
    files = [upload("一.csv", MONEY), upload("二.csv", MONEY)]
    page = text(desk.post(f"/office/desk/{sheet.pk}/receive/", {"file": files, "text": "留着"}))
    assert "一次选了 2 个文件" in page and "留着" in page and not Submission.objects.exists()


def test_from_one_waiting_sheet_to_the_next(desk, round, clerk, tmp_path):
    sheets = owed(round, clerk)
    send(sheets["市财政局"], MONEY, tmp_path, clerk)
    send(sheets["市生态环境局"], AIR, tmp_path, clerk)
    money, air = sheets["市财政局"].pk, sheets["市生态环境局"].pk
    assert f'href="/office/desk/{money}/">逐张核' in text(desk.get("/office/desk/"))
    page = text(desk.get(f"/office/desk/{money}/"))
    assert "采用，看下一张" in page and "下一张待核：市生态环境局（还有 1 张）" in page
    answer = desk.post(f"/office/desk/{money}/1/accept/", {"next": "1"})
    assert answer.url == f"/office/desk/{air}/"
    assert "看下一张" not in text(desk.get(answer.url))
    answer = desk.post(f"/office/desk/{air}/1/return/", {"reason": "缺", "next": "1"})
    assert answer.url == f"/office/desk/{air}/"


def test_the_desk_is_filtered_by_state(desk, round, clerk, tmp_path, at):
    sheets = owed(round, clerk)
    _, made = send(sheets["市财政局"], MONEY.replace("云东区,90000\n", ""), tmp_path, clerk)
    seen = {
        show: text(desk.get("/office/desk/", {"show": show})).split("<tbody>")[1].split("</tbody>")[0]
        for show in ("none", "received", "odd", "returned", "accepted", "nonsense")
    }  # fmt: skip
    assert "市生态环境局" in seen["none"] and "市财政局" not in seen["none"]
    assert "市财政局" in seen["received"] and "市财政局" in seen["odd"]
    assert "没有" in seen["returned"] and "没有" in seen["accepted"]
    assert "市财政局" in seen["nonsense"] and "市生态环境局" in seen["nonsense"]
    services.send_back(submission=made, reason="缺云东区", by=clerk, at=at)
    page = text(desk.get("/office/desk/", {"show": "returned"}))
    assert 'aria-current="true"' in page and "缺云东区" in page
    assert "市财政局" not in text(desk.get("/office/desk/", {"show": "odd"})).split("<tbody>")[1]


def test_the_empty_sheet_is_downloaded_with_its_number(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    path = tmp_path / "下载.xlsx"
    path.write_bytes(desk.get(f"/office/desk/{sheet.pk}/empty/").content)
    empty_sheet(sheet, tmp_path / "同.xlsx", AT)
    page = text(
        desk.post(
            f"/office/desk/{sheet.pk}/receive/", {"file": upload("a.xlsx", path.read_bytes())}
        )
    )
    assert "要先改好" not in page and "表里一个数也没有填" in page


def test_a_reason_on_the_sheet_is_read_on_the_units_page(desk, round, clerk, tmp_path, at):
    sheets = owed(round, clerk)
    table = AIR.replace("比例\n", "比例,扣分原因\n").replace("91.3", "91.3,臭氧超标 6 天")
    for lead, content in (("市财政局", MONEY), ("市生态环境局", table)):
        _, made = send(sheets[lead], content, tmp_path, clerk)
        services.accept(submission=made, by=clerk, at=at)
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    assert "牵头单位写的扣分原因" in page and "臭氧超标 6 天" in page and "优良天数比例" in page
    losses = page.split("失分从哪里来")[1].split("</table>")[0]
    assert "牵头单位：臭氧超标 6 天" in losses, "beside the points it cost"
    assert "臭氧超标" not in text(desk.get(f"/office/run/{run.pk}/unit/B/"))
    _, made = send(sheets["市生态环境局"], table.replace("6 天", "9 天"), tmp_path, clerk)
    services.accept(submission=made, by=clerk, at=at + timedelta(days=1))
    assert "6 天" in text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    paper = {one.unit: one for one in checking.checks(run)}["临江县"]
    reasons = {line.name: line.reason for line in paper.lines}
    assert reasons["空气优良天数比例"].endswith("；牵头单位：臭氧超标 6 天")
    assert "牵头单位" not in reasons["一般公共预算收入"]
    (group,) = loss_lists.losses(run)
    assert [line.reason for line in group.lines if "臭氧" in line.reason] == [
        reasons["空气优良天数比例"]
    ]


def test_each_file_says_how_its_columns_were_read(desk, round, clerk):
    owed(round, clerk)
    money = MONEY.replace("财政收入\n", "财政收入,税收占比\n").replace("000\n", "000,70\n")
    page = text(desk.post("/office/desk/several/", {"files": [upload("钱.csv", money), upload("气.csv", AIR)]}))  # fmt: skip
    assert "怎么读的：1 列有数没有收" in page and "C 列“税收占比”：没有收" in page
    assert "B 列“优良天数比例”：优良天数比例（%）" in page
