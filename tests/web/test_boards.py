"""成绩页上说的: the parts of a product, where a grade ends, what parted equals, vetoes, who waits; one count everywhere."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.drafts.reviewing import review
from baton.desk.looks.columns import columns_of, sheet_of
from baton.desk.looks.findings import title_of
from baton.desk.looks.grade_ends import effects_of, ends_of
from baton.desk.looks.made_of import made_of
from baton.desk.looks.shown import account_of
from baton.desk.looks.waiting import waiting_of
from baton.desk.papers import bulletins
from baton.desk.papers.account import NONE, SUM
from baton.desk.papers.boards import boards
from baton.desk.papers.briefs import brief
from baton.desk.papers.checking import Accounts, check_of
from baton.desk.results import result_of
from baton.desk.roster.roster_changes import write
from baton.domain import clock
from baton.domain.assessment import services
from baton.domain.claims import services as claims
from baton.domain.claims.services import Entry
from baton.domain.intake import services as intake
from baton.domain.orgs import services as orgs
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from baton.scoring.facts import Subject
from tests import graded as county
from tests import stories
from tests.graded import open_graded
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PRODUCT = """  大项:
    乘积:
      名称: 收入乘空气
      合成: 乘数
      满分: 60
      基数: F1
      系数:
        F2: {换算: 线性, 起点: 0.8, 每分: 0.005, 取舍次序: 先取舍后封顶, 未出数: 不出总分}
      指标:
"""


def multiplied():
    """The county's rule book with income times a coefficient of air: 0.8 + 0.005 × points."""
    head, _, rest = stories.RULEBOOK.partition("  指标:\n    F1:\n")
    both, _, tail = rest.partition("    加分:\n")
    moved = "".join(f"    {line}\n" for line in ("    F1:\n" + both).splitlines())
    return f"{head}{PRODUCT}{moved}  指标:\n    加分:\n{tail}"


def text(answer):
    return unescape(answer.content.decode())


def reader(clerk, at):
    from baton.domain.accounts import services as accounts

    given = "yunzhou-2027-kaohe"
    made = accounts.add(
        username="li", name="李同志", role="viewer", password=given, by=clerk, at=at
    )
    accounts.change_password(person=made, password=given + "9", by=made, at=at)
    return made


def reported(round, folder, clerk, at, money=MONEY, air=AIR):
    for lead, content in (("市财政局", money), ("市生态环境局", air)):
        _, made = send(owed(round, clerk)[lead], content, folder, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.refresh(round, at=at, by=clerk)


@pytest.fixture
@retold
def product(clerk, tmp_path, at, monkeypatch):
    book = multiplied().replace("比率: 4位", "比率: 4位, 系数: 4位")
    book = book.replace("无此任务: 本大项折算", "无此任务: 不计")
    monkeypatch.setattr(stories, "RULEBOOK", book)
    return reported(open_round(tmp_path, clerk), tmp_path, clerk, at)


def test_a_product_is_shown_by_its_parts(desk, product):
    """临江县: 58.998 points of income, 39.65 of air: 0.8 + 0.005 × 39.65 = 0.99825, cut to 0.9983."""
    columns = columns_of(result_of(product), "县市区")
    assert [(one.code, one.is_factor) for one in columns] == [("加分", False), ("F1", False), ("F2", True)]  # fmt: skip
    _, base, factor = sheet_of(product, "县市区").cells["A"]
    assert (base.value, factor.value, factor.factor) == ("58.998", "39.65", "0.9983")
    assert factor.lost == Fraction("58.998") * (1 - Fraction("0.9983"))
    page = text(desk.get(f"/office/run/{product.pk}/"))
    assert "×0.9983" in page and "39.65 分，失 0.10" in page and "收入乘空气" not in page


def test_losses_of_a_unit_add_up_with_what_coefficients_took(desk, product):
    for line in product.lines.all():
        account = account_of(result_of(product), line.subject)
        assert account.total == account.full - Fraction(line.total)
        assert sum(one.points for one in account.losses) == account.total
        listed = sum(one.lost or 0 for one in account.items) + sum(one.points for one in account.rest)  # fmt: skip
        assert listed == account.total, line.name
    page = text(desk.get(f"/office/run/{product.pk}/unit/A/"))
    assert "满分 60 − 得分 58.90" in page and "作系数 0.9983" in page


def test_on_paper_a_coefficient_takes_no_finer_points_than_totals_have_and_they_add_up(product):
    line = product.lines.get(subject="A")
    check = check_of(Accounts(product), line)
    assert [one.lost for one in check.lines if one.score.startswith("×")] == ["0.1"]
    assert Fraction(check.lost) == 60 - Fraction(line.total)
    told = [one.lost.replace("−", "-") for one in check.lines if one.kind != SUM]
    assert sum(Fraction(one) for one in told if one != NONE) == Fraction(check.lost)


@pytest.mark.parametrize("digits", [1, 2])
def test_printed_losses_add_up_to_the_printed_sum(product, digits):
    cut = Decimal(1).scaleb(-digits)

    def printed(points):
        exact = Decimal(points.numerator) / Decimal(points.denominator)
        return exact.quantize(cut, ROUND_HALF_UP)

    for line in product.lines.all():
        account = account_of(result_of(product), line.subject, digits)
        assert printed(account.total) == printed(account.full - Fraction(line.total))
        assert sum(printed(one.points) for one in account.losses) == printed(account.total)


def test_readers_of_papers_see_the_parts_too(client, product, clerk, leader, at):
    draft = computing.number_draft(product.round, stage="check", why="核对", by=clerk, at=at)
    services.release(run=draft, role="leader", layer="papers", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "×0.9983" in text(client.get(f"/released/{draft.pk}/"))


@pytest.fixture
@retold
def graded(clerk, tmp_path, at):
    return computing.refresh(open_graded(tmp_path, clerk, at), at=at, by=clerk)


def test_a_line_stands_where_a_grade_ends(desk, graded):
    """优秀: 云东区 100, 石桥市 99.4; then 临江县 98.65 良好, 东岭县 98.13 一般."""
    best, good = ends_of(graded, "县市区")
    assert (best.after, best.words, best.told) == (
        "C",
        "优秀名额 2 个到此",
        "下一个临江县差 0.75 分",
    )
    assert (good.after, good.words, good.told) == (
        "A",
        "良好 1 个到此",
        "下一个东岭县离 98.5 分的线差 0.37 分",
    )
    page = text(desk.get(f"/office/run/{graded.pk}/"))
    assert page.index("石桥市") < page.index("优秀名额 2 个到此") < page.index("临江县</a>")


def test_a_gap_to_a_grade_with_a_line_is_that_to_the_line(client, desk, graded, clerk, leader, at):
    """东岭县 98.13 is 0.37 below 98.5; places that are all taken are what 临江县 is short of."""
    found = {one.grade: one for one in review(result_of(graded)).edges}
    assert (str(found["良好"].gap), found["良好"].line) == ("37/100", "98.5")
    assert (str(found["优秀"].gap), found["优秀"].line) == ("3/4", "")
    assert "离 98.5 分的线" in text(desk.get(f"/office/run/{graded.pk}/before/"))
    run = computing.number_draft(graded.round, stage="check", why="核对", by=clerk, at=at)
    services.release(run=run, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "东岭县离“良好”线 98.5 分只差 0.37 分" in text(client.get(f"/released/{run.pk}/"))


def test_a_meetings_page_tells_the_gap_to_the_line_without_zeros(clerk, tmp_path, at, monkeypatch):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("总分: 2位", "总分: 4位"))
    grades = county.GRADES.replace("99分以上, 名额: 2", "99.5分以上")
    monkeypatch.setattr(county, "GRADES", grades)
    run = computing.refresh(open_graded(tmp_path, clerk, at), at=at, by=clerk)
    assert [one.told for one in ends_of(run, "县市区")] == [
        "下一个石桥市离 99.5 分的线差 0.1 分", "下一个东岭县离 98.5 分的线差 0.375 分",
    ]  # fmt: skip
    [group] = brief(run).groups
    assert group.gap == "石桥市离“优秀”线 99.5 分差 0.1 分"


def test_the_line_names_the_claim_that_would_move_it(desk, graded, clerk, at, tmp_path):
    entry = Entry(subject=Unit.objects.get(code="A"), kind="造假", title="数据", matter="统计造假", document="云纪〔2026〕1号")  # fmt: skip
    claims.enter(scheme=graded.round.scheme, entries=[entry], by=clerk, at=at)
    run = computing.refresh(graded.round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/"))
    assert "临江县另有" in page and "1 条待定" in page and "认定后" not in page
    effects_of(run, "县市区")
    assert "认定后名次和等次都不变" in text(desk.get(f"/office/run/{run.pk}/"))


def test_a_veto_is_told_beside_the_name(desk, client, graded, clerk, leader, at):
    entry = Entry(subject=Unit.objects.get(code="D"), kind="造假", title="虚报", matter="虚报产值", document="云纪〔2026〕2号")  # fmt: skip
    made = claims.enter(scheme=graded.round.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(claims=made, state="accepted", decided_by="小组", decided_on=at.date(), reason="属实", by=clerk, at=at)  # fmt: skip
    run = computing.number_draft(graded.round, stage="check", why="核对", by=clerk, at=at)
    assert "一票否决：统计造假（虚报产值）" in text(desk.get(f"/office/run/{run.pk}/"))
    page, grade = text(desk.get(f"/office/run/{run.pk}/unit/D/")), run.lines.get(subject="D").grade
    assert f"，{grade}" in page.split("<h1>")[1].split("</h1>")[0]
    card = page.split(f"<h2>等次{grade}</h2>")[1].split("</section>")[0]
    assert "<li>" in card, "says what the grade rests on"
    services.release(run=run, role="viewer", layer="totals", decided_by="主任", by=clerk, at=at)
    services.release(run=run, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "一票否决：统计造假（虚报产值）" in text(client.get(f"/released/{run.pk}/"))
    client.force_login(reader(clerk, at), backend=BACKEND)
    page = text(client.get(f"/released/{run.pk}/"))
    assert "一票否决" in page and "虚报产值" not in page


def test_what_parted_equal_totals_is_told(desk, clerk, tmp_path, at, monkeypatch):
    """石桥市 59.4 + 39.6 and 临江县 58.998 + 40 are 99 each; by income 石桥市 comes first."""
    book = stories.RULEBOOK.replace("并列: 1-2-2-4}", "并列: 1-2-2-4, 同分先看: [F1]}")
    monkeypatch.setattr(stories, "RULEBOOK", book)
    air = AIR.replace("91.3", "92").replace("93.4", "91.2")
    run = reported(open_round(tmp_path, clerk), tmp_path, clerk, at, air=air)
    page = text(desk.get(f"/office/run/{run.pk}/"))
    assert "先比一般公共预算收入，59.400 高于 58.998" in page and "另有 1 处同分已分先后" in page
    unit = text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    assert "与前一名同分" in unit and "先比一般公共预算收入，59.400 高于 58.998" in unit


@pytest.fixture
@retold
def partial(clerk, tmp_path, at, monkeypatch):
    """Only income has come in, one of the assessed is a person, and one unit left on 1 November."""
    roster = stories.ROSTER.replace("机构序,别名", "机构序,别名,种类")
    monkeypatch.setattr(stories, "ROSTER", roster + "P,杨雨华,县市区,10,,个人\n")
    monkeypatch.setattr(stories, "AGREEMENT", stories.AGREEMENT + "杨雨华,一般公共预算收入,1\n")
    round = open_round(tmp_path, clerk)
    gone = Subject("G", "旧区", group="县市区", order=9, end="2026-11-01")
    orgs.take_in(year=2026, subjects=[gone], by=clerk, at=at)
    _, made = send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    return computing.refresh(round, at=at, by=clerk)


def test_one_count_of_who_waits(desk, partial):
    found = waiting_of(partial)
    assert (len(found.units), len(found.people), len(found.gone)) == (4, 1, 1)
    assert found.words == "4 个单位、1 名干部"
    board = text(desk.get(f"/office/run/{partial.pk}/"))
    assert "未出总分 5 个" in board and "本轮不排 1 个" in board and "旧区截至日不在名册" in board
    assert "4 个单位、1 名干部还没有总分" in text(desk.get("/office/"))
    assert "没有总分的 4 个单位、1 名干部" in text(desk.get(f"/office/run/{partial.pk}/before/"))
    assert "4 个单位、1 名干部还没有总分" in text(desk.get(f"/office/run/{partial.pk}/missing/"))
    assert title_of(partial) == "2026年终考核：都还没有总分"
    assert "截至日不在名册，本轮不排" in text(desk.get(f"/office/run/{partial.pk}/unit/G/"))


def test_a_bulletin_counts_who_waits_as_the_pages_do(partial, clerk, at):
    told = bulletins.bulletin(partial)
    assert told.overall[0] == "5 个考核对象中，0 个已有总分，4 个单位、1 名干部未出总分。"
    assert told.overall[1] == "另有 1 个截至日已不在名册，不排：旧区。"
    assert told.groups[0].summary.startswith("共 5 个，4 个单位、1 名干部未出总分，")
    old, into = (Unit.objects.get(name=name) for name in ("云东区", "石桥市"))
    write(units.merge, year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at)  # fmt: skip
    told = bulletins.bulletin(computing.refresh(partial.round, at=at, by=clerk))
    assert told.overall[0] == "4 个考核对象中，0 个已有总分，3 个单位、1 名干部未出总分。"
    assert told.overall[1] == "另有 2 个截至日已不在名册，不排：云东区（并入石桥市）、旧区。"


def test_a_part_of_a_total_always_says_how_much_of_it(client, desk, partial, clerk, leader, at):
    share = "已出数占总分 60%"
    for page in (f"/office/run/{partial.pk}/unit/A/", f"/office/run/{partial.pk}/before/"):
        assert share in text(desk.get(page)), page
    assert "60%" in text(desk.get(f"/office/run/{partial.pk}/"))
    root = result_of(partial).plan.groups[0].entry["root"]
    page = text(desk.get(f"/office/run/{partial.pk}/unit/A/{root}/"))
    assert "已出数占这一项 60%" in page
    draft = computing.number_draft(partial.round, stage="check", why="核对", by=clerk, at=at)
    services.release(run=draft, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "60%" in text(client.get(f"/released/{draft.pk}/"))
    assert share in text(client.get(f"/released/{draft.pk}/A/"))


def in_papers():
    """The county's rule book with income in one paper and air in another."""
    head, _, rest = stories.RULEBOOK.partition("  指标:\n    F1:\n")
    income, _, rest = rest.partition("    F2:\n")
    air, _, tail = rest.partition("    加分:\n")

    def paper(name, code, lines):
        moved = "".join(f"    {line}\n" for line in f"    {code}:\n{lines}".splitlines())
        return f"    {name}:\n      名称: {name}\n      指标:\n{moved}"

    book = f"{head}  大项:\n{paper('经济发展', 'F1', income)}{paper('人民生活', 'F2', air)}  指标:\n    加分:\n{tail}"
    return book.replace("无此任务: 本大项折算", "无此任务: 不计")


def test_a_paper_without_one_figure_is_no_zero(
    client, desk, clerk, leader, at, tmp_path, monkeypatch
):
    """Only income has come in: 人民生活 has no figure, which is another thing than a zero that was earned."""
    monkeypatch.setattr(stories, "RULEBOOK", in_papers())
    round = open_round(tmp_path, clerk)
    _, made = send(owed(round, clerk)["市财政局"], MONEY.replace("99000", "0"), tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    run = computing.refresh(round, at=at, by=clerk)
    codes = {one.name: one.code for one in columns_of(result_of(run), "县市区")}
    cells = {one.name: one.cell.value for one in made_of(run, run.lines.get(subject="B"))}
    assert cells["人民生活"] is None and cells["经济发展"] is not None
    zero = run.lines.get(subject="C")
    assert {one.name: one.cell.value for one in made_of(run, zero)}["经济发展"] == "0"
    draft = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    (table,) = boards(draft)
    life = next(
        n for n, head in enumerate(table.heads, start=2) if head.startswith("人民生活（合计）")
    )
    assert {row[life] for row in table.rows} == {"—"}
    assert all("占总分 60%，监测值" in row[-1] for row in table.rows)
    services.release(
        run=draft, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at
    )
    for person, address in (
        (clerk, f"/office/run/{draft.pk}/unit/B"),
        (leader, f"/released/{draft.pk}/B"),
    ):
        client.force_login(person, backend=BACKEND)
        page = text(client.get(f"{address}/"))
        assert re.search('人民生活(</a>)?</td><td class="r b">—</td><td class="muted">未出数', page)
        page = text(client.get(f"{address}/{codes['人民生活']}/"))
        assert "人民生活还没有数（满分 40 分）" in page and "目前 0 分" not in page
        assert "<b>—</b>" in page and "过程监测值" not in page
        assert "还没有数" not in text(client.get(f"{address}/{codes['经济发展']}/"))


def test_what_is_missing_names_indicator_unit_and_lead(desk, partial, monkeypatch, at):
    monkeypatch.setattr(clock, "today", at.date)
    page = text(desk.get(f"/office/run/{partial.pk}/missing/"))
    for word in ("空气优良天数比例", "市生态环境局", "打分表没有交", "临江县"):
        assert word in page
    bench = text(desk.get("/office/"))
    assert "张打分表过期未交" in bench and "市生态环境局" in bench
    assert f"/office/run/{partial.pk}/missing/" in bench


def test_returned_sheets_and_cells_put_aside_stay_on_the_workbench(desk, clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    sheets = owed(round, clerk)
    _, money = send(sheets["市财政局"], MONEY, tmp_path, clerk)
    _, air = send(sheets["市生态环境局"], AIR, tmp_path, clerk)
    intake.send_back(submission=air, reason="请核对", due_again_on=at.date(), by=clerk, at=at)
    intake.accept(
        submission=money, left_out=[("A", "财政收入")], reason="位数存疑", by=clerk, at=at
    )
    run = computing.refresh(round, at=at, by=clerk)
    bench = text(desk.get("/office/"))
    assert "张退回了，还没有再交" in bench and "格先不采用" in bench
    page = text(desk.get(f"/office/run/{run.pk}/missing/"))
    assert "收了表，这一格先不采用" in page and "打分表退回了，没有再交" in page


def test_leaders_read_that_it_is_not_approved_until_it_is(client, graded, clerk, leader, at):
    client.force_login(leader, backend=BACKEND)
    for stage, said in (("check", True), ("final", False)):
        run = computing.number_draft(graded.round, stage=stage, why="出稿", by=clerk, at=at)
        services.release(run=run, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at)  # fmt: skip
        for page in ("", "A/", "A/F1/", "wall/"):
            shown = text(client.get(f"/released/{run.pk}/{page}"))
            assert ("截至目前，未经审定" in shown) == said, (stage, page)


def test_the_finding_stands_in_the_field_for_the_headline(desk, graded, clerk, at):
    run = computing.number_draft(graded.round, stage="check", why="核对", by=clerk, at=at)
    assert title_of(run) == "云东区第一，领先 0.6 分"
    assert 'value="云东区第一，领先 0.6 分"' in text(desk.get(f"/office/run/{run.pk}/release/"))


def test_an_unknown_group_is_said_to_be_unknown(desk, graded):
    page = text(desk.get(f"/office/run/{graded.pk}/?group=无此组"))
    assert "没有“无此组”这一组" in page and "优秀名额 2 个到此" in page


def test_an_address_of_a_button_says_so(desk):
    answer = desk.get("/office/setup/round/")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "这个地址是按钮用的" in text(answer)


def test_changing_a_decision_does_not_offer_undecided_first(desk, graded, clerk, at):
    entry = Entry(subject=Unit.objects.get(code="D"), kind="造假", title="虚报", matter="虚报产值", document="云纪〔2026〕2号")  # fmt: skip
    made = claims.enter(scheme=graded.round.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(claims=made, state="accepted", decided_by="小组", decided_on=at.date(), reason="属实", by=clerk, at=at)  # fmt: skip
    page = text(desk.get(f"/office/claims/{made[0].pk}/"))
    assert page.index('<option value="rejected"') < page.index('<option value="pending"')
