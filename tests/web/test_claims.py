"""台账 in the browser's eyes: a table taken in, lines found and decided, one line from file to history."""

import html
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.claims import services
from baton.domain.claims.entries import Entry
from baton.domain.claims.models import Claim, ClaimFile, Decision
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
HEAD = "申报单位\t加分事项\t级别\t文号\t种类\n"
TWO = (
    "东岭\t省级文明县\t省级\t省文明〔2026〕3号\t表彰\n临江县\t平安县\t市级\t云平〔2026〕1号\t表彰\n"
)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
def other_desk(second_clerk):
    """A second browser, in which 沈主任 is signed in."""
    browser = Client()
    browser.force_login(second_clerk, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def text(answer):
    return html.unescape(answer.content.decode())


def taken(desk, rows=TWO):
    return desk.post("/office/claims/in/", {"text": HEAD + rows, "take": "1"})


def tick(claim):
    claim.refresh_from_db()
    return f"{claim.pk}:{claim.edits}"


def decide(desk, claims, **more):
    said = {"claim": [tick(one) for one in claims], "state": "accepted", "decided_by": "认定小组"}
    return desk.post("/office/claims/decide/", said | more)


def test_the_ledger_is_sifted_and_its_counts_are_those_of_what_is_shown(desk, round):
    taken(desk)
    decide(desk, Claim.objects.filter(number="A0001"))
    page = text(desk.get("/office/claims/?level=市级"))
    assert "平安县" in page and "省级文明县" not in page and "共 1 条" in page
    assert "平安县" not in text(desk.get("/office/claims/?state=accepted"))
    assert "没有这样的条目" in text(desk.get("/office/claims/?q=卫生"))
    assert "省级文明县" in text(desk.get("/office/claims/?q=〔2026〕3"))
    for odd in (
        "?page=-1",
        "?page=9999999999",
        "?size=7",
        "?unit=x",
        "?group=没有",
        "?state=gone",
        "?page=²",
    ):
        assert desk.get(f"/office/claims/{odd}").status_code == 200


def test_a_page_of_lines_is_ticked_and_decided_at_once(desk, round):
    taken(desk)
    page = text(desk.get("/office/claims/?all=1"))
    ticks = re.findall(r'name="claim" value="(\d+:\d+)" checked', page)
    assert len(ticks) == 2
    said = {
        "claim": ticks,
        "state": "rejected",
        "decided_by": "认定小组",
        "meeting": "第 3 次会议",
        "here": "/office/claims/?q=县",
    }
    assert desk.post("/office/claims/decide/", said).status_code == 409
    answer = desk.post("/office/claims/decide/", said | {"reason": "没有文件依据"})
    assert unquote(answer.url) == "/office/claims/?q=县"
    page = text(desk.get("/office/claims/"))
    assert "2 条都已定" in page and "认定小组 第 3 次会议" in page and "没有文件依据" in page


@pytest.mark.parametrize(
    "here", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1"]
)
def test_nobody_is_sent_elsewhere_after_deciding(desk, round, here):
    taken(desk)
    assert decide(desk, Claim.objects.all(), here=here).url == "/office/claims/"


def test_two_clerks_on_one_claim_are_asked_whose_to_keep(desk, other_desk, round):
    taken(desk)
    one, two = Claim.objects.order_by("number")
    old = [tick(one), tick(two)]
    decide(other_desk, [one], decided_by="加减分认定小组")
    mine = {"claim": old, "state": "rejected", "decided_by": "何科长", "reason": "没有文件依据"}
    answer = desk.post("/office/claims/decide/", mine)
    page = text(answer)
    assert (
        answer.status_code == 409
        and "留谁的" in page
        and "沈主任" in page
        and "加减分认定小组" in page
    )
    two.refresh_from_db()
    assert two.state == "pending"
    again = re.findall(r'name="claim" value="(\d+:\d+)"', page)
    desk.post("/office/claims/decide/", mine | {"claim": again})
    assert set(Claim.objects.values_list("state", flat=True)) == {"rejected"}
    assert one.decisions.count() == 2


def test_the_same_matter_is_decided_in_one_form(desk, round):
    taken(
        desk,
        "东岭\t全国文明城市\t省级\t甲〔2026〕1号\t表彰\n东岭\t全国文明城市提名\t市级\t乙〔2026〕2号\t表彰\n",
    )
    page = text(desk.get("/office/claims/"))
    assert "1 处像是同一事项" in page and "这 2 条像是同一事项" in page
    one, two = Claim.objects.order_by("number")
    assert f'name="kept" value="{one.pk}" aria-label="计 A0001" checked' in page
    said = {
        "claim": [tick(one), tick(two)],
        "matter": "文明城市",
        "decided_by": "认定小组",
        "decide": "1",
    }
    assert "请选定其中计分的一条" in text(desk.post("/office/claims/group/", said))
    assert "不是同一事项" in page
    wrong = desk.post("/office/claims/group/", said | {"kept": one.pk, "decided_on": "昨天"})
    assert wrong.status_code == 409 and "日期" in text(wrong)
    desk.post("/office/claims/group/", said | {"kept": one.pk, "decided_on": "2027-01-09"})
    assert {str(decision.decided_on) for decision in Decision.objects.all()} == {"2027-01-09"}
    page = text(desk.get("/office/claims/"))
    assert (
        "同一事项，不重复计，已计 A0001" in page
        and "像是同一事项" not in page.split("<table")[0].split("<h1>")[1].split("</h1>")[0]
    )


def test_only_boxes_with_a_line_that_was_asked_for_stand_above_the_list(desk, round):
    rows = "".join(
        f"{unit}\t{title}\t省级\t{mark}〔2026〕1号\t表彰\n{unit}\t{title}提名\t市级\t{mark}〔2026〕2号\t表彰\n"
        for unit, title, mark in (("东岭", "全国文明城市", "甲"), ("临江县", "平安建设先进", "丙"))
    )
    taken(desk, rows)

    def boxes(query):
        return re.findall(
            r'class="warnbox gap matter".*?<h2[^>]*>.*?</svg>(.*?)：这',
            text(desk.get(f"/office/claims/{query}")),
            re.S,
        )

    unit = Claim.objects.filter(title="平安建设先进").get().subject_id
    assert len(boxes("")) == 2
    for query in ("?q=文明", f"?unit={unit}", "?level=国家级", "?q=没有这样的"):
        asked = boxes(query)
        expected = {"?q=文明": ["东岭县"], f"?unit={unit}": ["临江县"]}.get(query, [])
        assert asked == expected, query
    assert "临江县：计这一条，其余不重复计" in text(desk.get("/office/claims/?q=平安"))


def test_from_one_undecided_line_to_the_next(desk, round):
    taken(desk)
    one, two = Claim.objects.order_by("number")
    assert "下一条待定（还有 1 条）" in text(desk.get(f"/office/claims/{one.pk}/"))
    assert f'href="/office/claims/{one.pk}/" rel="next"' in text(
        desk.get(f"/office/claims/{two.pk}/")
    )
    decide(desk, [one, two])
    assert "下一条待定" not in text(desk.get(f"/office/claims/{one.pk}/"))


def test_lines_that_are_not_one_matter_are_told_apart(desk, round):
    taken(
        desk,
        "东岭\t全国文明城市\t省级\t甲〔2026〕1号\t表彰\n东岭\t全国文明城市提名\t市级\t乙〔2026〕2号\t表彰\n",
    )
    desk.post(
        "/office/claims/group/", {"claim": [tick(one) for one in Claim.objects.all()], "part": "1"}
    )
    page = text(desk.get("/office/claims/"))
    assert (
        "2 条各是各的事项" in page and "像是同一事项" not in page.split("<h1>")[1].split("</h1>")[0]
    )


def test_one_line_from_its_file_to_its_history(desk, round):
    taken(desk)
    one = Claim.objects.get(number="A0001")
    refused = desk.post(
        f"/office/claims/{one.pk}/attach/",
        {"file": SimpleUploadedFile("x.exe", b"MZ"), "kind": "proof"},
    )
    assert refused.status_code == 409 and "只收 PDF" in text(refused)
    given = {"file": SimpleUploadedFile("表彰决定.pdf", b"%PDF-1.4 signed"), "kind": "proof"}
    desk.post(f"/office/claims/{one.pk}/attach/", given)
    answer = desk.get(f"/office/claims/file/{ClaimFile.objects.get().pk}/")
    assert answer.content == b"%PDF-1.4 signed" and answer["Content-Disposition"].startswith(
        "attachment"
    )
    form = text(desk.get(f"/office/claims/{one.pk}/edit/"))
    assert 'value="省级文明县"' in form and 'name="edits" value="0"' in form
    changed = {
        "subject": "东岭县", "kind": "表彰", "title": "省级文明县", "level": "市级", "role": "lead", "edits": "0",
        "document": "省文明〔2026〕3号",
    }  # fmt: skip
    page = text(desk.post(f"/office/claims/{one.pk}/edit/", changed | {"reason": ""}))
    assert "请写明为什么更正" in page
    desk.post(f"/office/claims/{one.pk}/edit/", changed | {"reason": "文件里是市级"})
    page = text(desk.get(f"/office/claims/{one.pk}/"))
    assert (
        "<s>省级</s> → 市级" in page and "文件里是市级" in page and "附上依据“表彰决定.pdf”" in page
    )
    desk.post(
        f"/office/claims/{one.pk}/withdraw/",
        {"asked_by": "东岭县", "reason": "重复申报", "edits": "1"},
    )
    page = text(desk.get(f"/office/claims/{one.pk}/"))
    assert "省级文明县：已撤回" in page and "已撤回，不计" in page and "撤回这一条" not in page
    assert desk.get("/office/claims/999999/").status_code == 404


def test_a_receipt_is_written_down_on_the_page_of_the_line(desk, round):
    taken(desk)
    one = Claim.objects.get(number="A0001")
    decide(desk, [one])
    desk.post(f"/office/claims/{one.pk}/receipt/", {"receipt_by": "王主任", "on": "2027-01-12"})
    page = text(desk.get(f"/office/claims/{one.pk}/"))
    assert "王主任，2027 年 1 月 12 日" in page and "<b>签收</b>" in page
    assert desk.post(f"/office/claims/{one.pk}/receipt/", {"receipt_by": ""}).status_code == 409
    assert "王主任已签收" in text(desk.get("/office/claims/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": "很多"}, "“很多”不是数"), ({"points": "-1"}, "不能填负数"), ({"level": "部级"}, "没有级别“部级”"),
        ({"level": ""}, "要写级别"), ({"happened_on": "2026-02-30"}, "日期"), ({"count": "0"}, "1"),
        ({"title": "长" * 201}, "最多 200 个字"), ({"subject": "东山"}, "名册里没有"), ({"kind": "处分"}, "处分"),
        ({"happened_on": "2026-08-01", "until": "2026-07-01"}, "早于发生日期"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_beside_its_field_and_what_was_typed_stays(desk, round, change, said):
    fine = {
        "subject": "东岭",
        "kind": "表彰",
        "title": "文明县",
        "level": "省级",
        "role": "lead",
        "note": "记一笔",
    }
    page = text(desk.post("/office/claims/enter/", fine | change))
    assert said in page and "记一笔" in page and not Claim.objects.exists()


def test_a_level_that_no_table_has_is_written_down_as_it_is_and_can_not_be_accepted(desk, round):
    line = {"subject": "东岭", "kind": "表彰", "title": "县级先进", "level": "县级", "role": "lead"}
    page = text(desk.post("/office/claims/enter/", line))
    assert "照写“县级”记下，只能不予认定" in page and not Claim.objects.exists()
    assert desk.post("/office/claims/enter/", line | {"as_it_is": "1"}).status_code == 302
    claim = Claim.objects.get()
    page = text(desk.get(f"/office/claims/{claim.pk}/"))
    assert "级别“县级”不在分值表里" in page and '<option value="accepted">' not in page
    assert (claim.level, claim.state) == ("县级", "pending") and '<option value="rejected">' in page
    answer = decide(desk, [claim])
    assert answer.status_code == 409 and "只能不予认定" in text(answer)
    changed = line | {"title": "县级先进集体", "reason": "漏了两个字", "edits": str(claim.edits)}
    assert desk.post(f"/office/claims/{claim.pk}/edit/", changed).status_code == 302
    assert decide(desk, [claim], state="rejected", reason="不在加分范围").status_code == 302


@pytest.mark.parametrize("day", ["2026-13-01", "昨天"])
def test_a_day_that_is_none_is_refused_with_a_sentence(desk, round, day):
    taken(desk)
    answer = decide(desk, Claim.objects.all(), decided_on=day)
    assert answer.status_code == 409 and "日期" in text(answer)
    one = Claim.objects.first()
    answer = desk.post(f"/office/claims/{one.pk}/withdraw/", {"asked_by": "东岭县", "on": day})
    assert answer.status_code == 409 and "不是日期" in text(answer)


def test_the_explanation_leads_to_the_lines_and_each_line_back(desk, round, clerk, tmp_path, at):
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    rows = "".join(
        f"东岭\t{name}获评先进\t省级\t{name}〔2026〕1号\t表彰\n"
        for name in ("甲局", "乙办", "丙院", "丁所")
    )
    taken(desk, rows)
    decide(desk, Claim.objects.all())
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/unit/B/加分/"))
    last = Claim.objects.order_by("number").last()
    assert (
        "各条实际计多少" in page
        and f'href="/office/claims/{last.pk}/"' in page
        and "按上限计 3 分" in page
    )
    page = text(desk.get(f"/office/claims/{last.pk}/"))
    assert "本单位本项已到上限 3 分，这一条值 1 分，实际计 0 分" in page
    assert f'href="/office/run/{run.pk}/unit/B/%E5%8A%A0%E5%88%86/"' in page
    assert "各条实际计多少" not in text(desk.get(f"/office/run/{run.pk}/unit/B/F1/"))


def test_two_hundred_lines_need_as_many_queries_as_two(desk, round, django_assert_num_queries):
    taken(desk)
    desk.get("/office/claims/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/office/claims/?size=200")
    wanted = len(few)
    taken(
        desk,
        "".join(
            f"临江县\t{'甲乙丙丁戊己庚辛'[n % 8]}事{n}\t省级\t文〔2026〕{n}号\t表彰\n"
            for n in range(200)
        ),
    )
    desk.get("/office/claims/")
    with django_assert_num_queries(wanted):
        page = text(desk.get("/office/claims/?size=200"))
    assert "第 1 至 200 条，共 202 条" in page and "第 1 页，共 2 页" in page


@pytest.mark.parametrize("odd", ["\x00", "\x1b[31m", "a\x00b"])
def test_characters_no_database_takes_are_no_failure(desk, round, odd):
    taken(desk)
    one = Claim.objects.get(number="A0001")
    for address, said in (
        ("decide", {"claim": tick(one), "state": "accepted", "decided_by": odd, "meeting": odd, "reason": odd}),
        ("group", {"claim": tick(one), "matter": odd, "decided_by": odd, "kept": odd}),
        ("group", {"claim": tick(one), "matter": "甲" + odd, "decided_by": odd, "kept": one.pk, "decide": "1"}),
        (f"{one.pk}/withdraw", {"asked_by": "甲" + odd, "reason": odd}),
        (f"{one.pk}/receipt", {"receipt_by": "甲" + odd}),
        (f"{one.pk}/edit", {"subject": odd, "kind": odd, "title": odd, "reason": odd}),
        ("enter", {"subject": odd, "kind": "表彰", "title": odd}),
        ("in", {"text": HEAD + f"东岭\t甲{odd}\t省级\t{odd}\t表彰\n", "take": "1"}),
        ("in", {"ticket": odd}),
    ):  # fmt: skip
        assert desk.post(f"/office/claims/{address}/", said).status_code in (200, 302, 409), address
    for asked in (f"?q={odd}", f"?unit={odd}", f"?state={odd}", "?claim=99999999999999999999999"):
        assert desk.get("/office/claims/" + asked).status_code == 200


def test_numbers_no_database_holds_are_nothing_ticked(desk, round):
    answer = desk.post(
        "/office/claims/decide/",
        {"claim": "9" * 30 + ":1", "state": "accepted", "decided_by": "小组"},
    )
    assert answer.status_code == 409 and "没有选中条目" in text(answer)


def test_the_explanation_names_who_decided_each_line_and_keeps_those_turned_down(
    desk, round, clerk, at
):
    """What was turned down does not vanish; a frozen draft goes on saying what had been decided then."""
    unit = Unit.objects.get(code="A")
    entries = [Entry(unit, "表彰", title, level="市级") for title in ("文明县", "卫生县")]
    good, bad = services.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)
    said = {"decided_on": at.date(), "by": clerk, "at": at}
    services.decide(
        claims=[good], state="accepted", decided_by="张主任", meeting="第 3 次会", reason="", **said
    )
    services.decide(claims=[bad], state="rejected", decided_by="李主任", meeting="", reason="不在清单内", **said)  # fmt: skip
    draft = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    services.decide(
        claims=[good], state="rejected", decided_by="王主任", meeting="", reason="文件已失效",
        **said | {"at": at + timedelta(hours=1)},
    )  # fmt: skip
    page = desk.get(f"/office/run/{draft.pk}/unit/A/加分/").content.decode()
    assert "张主任（第 3 次会）" in page and "李主任" in page and "不予认定：不在清单内" in page
    assert "王主任" not in page
