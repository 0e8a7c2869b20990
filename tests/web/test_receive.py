"""收一张表 in the browser: what a table leaves open is answered with a click, and nothing is written before 收下."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.intake import sheets
from baton.domain.facts import queries as figures
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.intake.models import Scan, Submission
from baton.domain.intake.oddities import by_kind
from baton.domain.orgs.models import Alias
from tests.sent import UNITS
from tests.web.receiving import button, hidden, text, upload

pytestmark = pytest.mark.django_db


def test_a_table_in_another_unit_is_asked_about_converted_and_remembered(desk, desk_of, tmp_path):
    sheet = desk_of["市商务局"]
    address = f"/office/desk/{sheet.pk}/receive/"
    rows = [
        ["", "单位：亿元"],
        ["单位", "实际利用外资"],
        *zip(UNITS, (1.2, 3.4, 2, 0.5), strict=True),
    ]
    page = desk.post(address, {"file": upload(tmp_path / "外资.xlsx", rows)})
    assert "有 1 处要先问清，还没有收下" in text(page) and "单位是亿元" in text(page)
    assert "收下这一版" not in text(page)
    ticket = hidden(page, "ticket")[0]
    refused = desk.post(address, {"ticket": ticket, "take": "1"})
    assert refused.status_code == 409 and "还没有答" in text(refused)
    assert not Submission.objects.exists()
    name, value = button(page, "换算：1.2 亿元是 12000 万元")
    page = desk.post(address, {"ticket": ticket, name: value})
    assert "读到 4 个数" in text(page) and "乘 10000" in text(page) and "12,000" in text(page)
    assert not Submission.objects.exists()
    back = desk.post(address, {"ticket": ticket, "said": hidden(page, "said"), "unsay": button(page, "改回去")[1]})  # fmt: skip
    assert "有 1 处要先问清" in text(back)
    said = set(hidden(page, "said"))
    desk.post(address, {"ticket": ticket, "said": list(said), "take": "1"})
    shown = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "表上写的是亿元，已乘 10000 换算成万元" in shown and "12,000" in shown


def test_bad_cells_and_strange_names_are_mended_on_the_page(desk, desk_of, tmp_path):
    sheet = desk_of["市教育局"]
    address = f"/office/desk/{sheet.pk}/receive/"
    rows = [
        ["单位", "得分"],
        ["临江县", "4。9"],
        ["东领县", 4.7],
        ["石桥市", "4.6分*"],
        ["云东区", 5],
    ]
    page = desk.post(address, {"file": upload(tmp_path / "表.xlsx", rows)})
    ticket = hidden(page, "ticket")[0]
    assert "有 3 处要先问清" in text(page) and "2 格都照提示改" in text(page)
    unit = next(
        html.unescape(one)
        for one in re.findall(r'<option value="([^"]+)">就是东岭县', page.content.decode())
    )
    page = desk.post(address, {"ticket": ticket, "said": [unit], "mend": "1"})
    assert "读到 4 个数" in text(page) and "改成 4.9" in text(page)
    assert not Alias.objects.filter(text="东领县").exists()
    desk.post(address, {"ticket": ticket, "said": hidden(page, "said"), "take": "1"})
    made = Submission.objects.get()
    assert "“东领县”就是东岭县" in [one["told"] for one in made.answers]
    assert Alias.objects.get(text="东领县").unit.name == "东岭县"
    assert "B2 收表时改成 4.9" in text(desk.get(f"/office/desk/{sheet.pk}/"))


def test_what_a_person_answered_for_one_file_is_not_used_for_the_next(desk, desk_of, tmp_path):
    address = f"/office/desk/{desk_of['市商务局'].pk}/receive/"
    rows = [["单位", "实际利用外资（亿元）"], *zip(UNITS, (1.2, 3.4, 2, 0.5), strict=True)]
    page = desk.post(address, {"file": upload(tmp_path / "一.xlsx", rows)})
    name, value = button(page, "换算：")
    again = {"file": upload(tmp_path / "二.xlsx", rows), name: value}
    assert "有 1 处要先问清" in text(desk.post(address, again))


def test_among_several_files_one_with_an_open_question_is_asked_about_and_not_ticked(
    desk, desk_of, tmp_path
):
    rows = [["单位", "实际利用外资（亿元）"], *zip(UNITS, (1.2, 3.4, 2, 0.5), strict=True)]
    page = desk.post("/office/desk/several/", {"files": upload(tmp_path / "一.xlsx", rows)})
    assert "换算：" in text(page) and 'name="chosen"' not in text(page)


def test_the_desk_names_indicators_that_are_on_nobodys_sheet(desk, desk_of, clerk, at):
    assert "不在任何一张表上" not in text(desk.get("/office/desk/"))
    sheet = desk_of["市教育局"]
    intake.owe(round=sheet.round, lead=sheet.lead, title=sheet.title, items=[], due_on=sheet.due_on, by=clerk, at=at)  # fmt: skip
    said = text(desk.get("/office/desk/"))
    assert "1 个指标的数不在任何一张表上：教育工作" in said
    assert "按现在的规则重列" in said


def test_many_oddities_are_counted_by_kind_and_stand_line_by_line_in_the_letter(
    desk, desk_of, tmp_path
):
    sheet = desk_of["市商务局"]
    few = [["单位", "实际利用外资"], *[[unit, 100 + place] for place, unit in enumerate(UNITS)]]
    taken(desk, sheet, tmp_path / "表.xlsx", few)
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "没有疑点" in page
    made = Submission.objects.get()
    odd = {"kind": "jump", "sentence": "变了", "remedy": "请确认", "item": "", "subject": "", "now": "", "was": ""}  # fmt: skip
    many = Submission(sheet=sheet, number=2, oddities=[odd] * 7 + [odd | {"kind": "gone"}] * 5)
    letter = sheets.return_text(sheet, many)
    assert len(letter.splitlines()) == 12 and letter.splitlines()[11].startswith("12. 变了")
    assert by_kind(many.oddities) == "跳变 7 处，上一版有、这一版没有 5 处"
    assert "\n" not in sheets.return_text(sheet, made)


def taken(desk, sheet, path, rows):
    """A sheet taken in on the page."""
    address = f"/office/desk/{sheet.pk}/receive/"
    page = desk.post(address, {"file": upload(path, rows)})
    desk.post(address, {"ticket": hidden(page, "ticket")[0], "take": "1"})
    return Submission.objects.get()


ROWS = [["单位", "教育工作得分", "扣分原因"], [UNITS[0], 4.9, "迟报，扣0.1分"], [UNITS[1], 4.75, ""], [UNITS[2], 4.6, "缺项"], [UNITS[3], 5, ""]]  # fmt: skip


def test_cells_without_oddity_are_ticked_and_the_reason_goes_into_the_letter(
    desk, desk_of, tmp_path
):
    sheet = desk_of["市教育局"]
    taken(desk, sheet, tmp_path / "表.xlsx", ROWS)
    address = f"/office/desk/{sheet.pk}/1/part/"
    assert address in text(desk.get(f"/office/desk/{sheet.pk}/"))
    page = text(desk.get(address))
    ticked = re.findall(r'name="cell" value="([^"]+)" checked', page)
    assert ticked == ["A|F01得分", "C|F01得分", "D|F01得分"]
    assert "没写扣分原因" in page.split('id="why"')[1]
    none = desk.post(address, {"reason": "东岭县的原因待补，我打了很久"})
    assert none.status_code == 409 and "一格也没有勾" in text(none)
    assert "我打了很久" in text(none)
    why = desk.post(address, {"cell": ticked, "reason": " "})
    assert why.status_code == 409 and "为什么" in text(why)
    one_less = text(desk.post(address, {"cell": ["A|F01得分", "D|F01得分"], "reason": " "}))
    assert "4 格，2 格没有勾</h1>" in one_less  # one of them has nothing odd
    desk.post(address, {"cell": ["A|F01得分", "D|F01得分"], "reason": "两家的扣分原因要补齐"})
    made = Submission.objects.get()
    assert made.state == "partial" and made.left_out == [["B", "F01得分"], ["C", "F01得分"]]
    values = {line[0]: line[4] for line in figures.observations(sheet.round.scheme)}
    assert values == {"A": "4.9", "D": "5"}
    shown = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "已部分采用，其余请核对后重报" in shown
    assert "先不采用的：教育工作得分：东岭县、石桥市。原因：两家的扣分原因要补齐" in shown


def test_the_rest_can_be_accepted_bit_by_bit(desk, desk_of, tmp_path):
    sheet = desk_of["市教育局"]
    taken(desk, sheet, tmp_path / "表.xlsx", ROWS)
    address = f"/office/desk/{sheet.pk}/1/part/"
    desk.post(address, {"cell": ["A|F01得分"], "reason": "先用一家"})
    assert "已采用" in text(desk.get(address))
    more = desk.post(address, {"cell": ["B|F01得分"], "reason": "还差两家"})
    assert more.status_code == 302
    assert Submission.objects.get().left_out == [["C", "F01得分"], ["D", "F01得分"]]
    desk.post(address, {"cell": [f"{unit}|F01得分" for unit in "CD"]})
    made = Submission.objects.get()
    assert made.state == "accepted" and made.left_out == []
    assert len(figures.observations(sheet.round.scheme)) == 4


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PDF = b"%PDF-1.4\n%%EOF"


def test_the_stamped_page_is_seen_beside_the_table(desk, desk_of, tmp_path):
    """A picture as a picture, a PDF in a frame of this office's own; only the office may frame it, and it may do nothing."""
    sheet = desk_of["市教育局"]
    taken(desk, sheet, tmp_path / "表.xlsx", ROWS)
    address = f"/office/desk/{sheet.pk}/"
    assert "<img" not in text(desk.get(address)) and "<iframe" not in text(desk.get(address))
    for name, content in (("盖章.png", PNG), ("盖章.pdf", PDF)):
        desk.post(f"{address}1/scan/", {"scan": SimpleUploadedFile(name, content)})
    page = text(desk.get(address))
    picture, paper = Scan.objects.order_by("pk")
    assert f'<img src="/office/scan/{picture.pk}/look/"' in page
    assert f'<iframe src="/office/scan/{paper.pk}/look/"' in page
    for scan, kind in ((picture, "image/png"), (paper, "application/pdf")):
        answer = desk.get(f"/office/scan/{scan.pk}/look/")
        assert answer["Content-Type"] == kind and answer["Content-Disposition"] == "inline"
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert answer["X-Content-Type-Options"] == "nosniff"
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy and "default-src 'none'" in policy
        assert "attachment" in desk.get(f"/office/scan/{scan.pk}/")["Content-Disposition"]
    assert "frame-ancestors 'none'" in desk.get(address)["Content-Security-Policy"]


def test_a_comma_that_may_be_a_point_is_asked_about_and_never_taken_for_granted(desk, desk_of, tmp_path):  # fmt: skip
    address = f"/office/desk/{desk_of['市教育局'].pk}/receive/"
    rows = [["单位", "得分"], *zip(UNITS, ("4,9", "4。7", "4。6", 5), strict=True)]
    page = desk.post(address, {"file": upload(tmp_path / "表.xlsx", rows)})
    told, ticket = text(page), hidden(page, "ticket")[0]
    assert "“4,9”里的逗号不在千分位上" in told and "是 4.9 还是 49?" in told.replace("？", "?")
    assert ">是 4.9</button>" in told and ">是 49</button>" in told and "checked" not in told
    assert "2 格都照提示改" in told  # the open one is not among them
    page = desk.post(address, {"ticket": ticket, "mend": "1"})
    assert "有 1 处要先问清" in text(page)
    (value,) = [html.unescape(one) for one in re.findall(r'value="([^"]+)">是 4.9<', page.content.decode())]  # fmt: skip
    page = desk.post(address, {"ticket": ticket, "said": [*hidden(page, "said"), value]})
    assert "读到 4 个数" in text(page) and "B2 收表时改成 4.9" in text(page)


def test_a_later_version_takes_the_place_of_the_offices_own_figure_only_when_told(desk, desk_of, tmp_path, clerk, at, round):  # fmt: skip
    sheet, path = desk_of["市教育局"], tmp_path / "教育.xlsx"
    address = f"/office/desk/{sheet.pk}/receive/"
    sheet_page, heads = f"/office/desk/{sheet.pk}/", ["单位", "教育工作得分", "扣分原因"]

    def rows(*scores):
        lines = zip(UNITS, scores, strict=True)
        return [heads, *([unit, score, "迟报" if score < 5 else ""] for unit, score in lines)]

    def fact(unit="B"):
        return {line[0]: line[4] for line in figures.observations(round.scheme)}[unit]

    def correct(value, was):
        row = Row(subject="B", item="F01得分", period="全年", value=value)
        facts.change(scheme=round.scheme, row=row, was=was, reason="教育局来函更正（1号）。", by=clerk, at=at)  # fmt: skip

    desk.post(address, {"text": "\n".join("\t".join(map(str, line)) for line in rows(4.9, 4, 4.6, 5)), "take": "1"})  # fmt: skip
    correct("4.75", None)  # before the version is accepted at all
    said = "东岭县的教育工作得分现在用的是 4.75（考核办改：教育局来函更正（1号）），这一版是 4"
    assert f"{said}。用哪个？" in text(desk.get(sheet_page))
    told = text(desk.post(f"{sheet_page}1/accept/", follow=True))
    assert "3 个数记入数据；成绩正在重算。" in told and said in told and fact() == "4.75"
    assert Submission.objects.get().left_out == [["B", "F01得分"]]
    every = desk.post(f"{sheet_page}1/part/", {"cell": [f"{unit}|F01得分" for unit in "ABCD"]}, follow=True)  # fmt: skip
    assert said in text(every) and fact() == "4.75"
    desk.post(f"{sheet_page}1/own/", {"said": button(desk.get(sheet_page), "用这一版的 4")[1]})
    assert "改成留 4.75" in text(desk.get(sheet_page))
    desk.post(f"{sheet_page}1/accept/")
    assert fact() == "4" and Submission.objects.get().state == "accepted"

    correct("4.8", "4")
    page = desk.post("/office/desk/several/", {"files": [upload(path, rows(4.9, 4, 4.5, 5))]})
    assert "东岭县的教育工作得分现在用的是 4.8（考核办改：" in text(page)
    chosen = re.findall(r'name="chosen" value="([^"]+)"', page.content.decode())
    desk.post("/office/desk/several/", {"take": "1", "chosen": chosen})
    second = Submission.objects.get(number=2)
    assert [odd["subject"] for odd in second.oddities if odd["kind"] == "own"] == ["B"]
    assert "4.8（考核办改：教育局来函更正（1号）），这一版是 4，请核对" in sheets.return_text(sheet, second)  # fmt: skip
    desk.post(f"{sheet_page}2/accept/", {"clean": "1"})
    assert fact() == "4.8" and fact("C") == "4.5"

    third = upload(path, rows(4.9, 4, 4.4, 5))
    page = desk.post(address, {"file": third})
    ticket = hidden(page, "ticket")[0]
    page = desk.post(address, {"ticket": ticket, "said": button(page, "留 4.8")[1]})
    assert "这一版是 4。<b>留 4.8</b>" in text(page) and "改成用这一版的 4" in text(page)
    desk.post(address, {"ticket": ticket, "said": hidden(page, "said")[:1], "take": "1"})
    desk.post(f"{sheet_page}3/accept/")
    made = Submission.objects.get(number=3)
    assert made.state == "accepted" and (fact(), fact("C")) == ("4.8", "4.4")
    assert "这一版是 4：留 4.8" in text(desk.get(sheet_page))
    again = text(desk.post(address, {"file": upload(path, rows(4.9, 4, 4.3, 5))}))
    assert "<b>留 4.8</b>" in again  # the same two figures are not asked about twice
    assert "现在用的是 4.8" in text(desk.post(address, {"file": upload(path, rows(4.9, 4.1, 4.3, 5))}))  # fmt: skip
    stale = desk.post(f"{sheet_page}3/own/", {"said": '["own", "B|F01得分|1|4", "use"]'})
    assert stale.status_code == 409 and fact() == "4.8"
