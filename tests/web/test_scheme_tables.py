"""指标体系表的一年: several tables in one scheme, a revised one, figures that stay, sheets that follow, files that are kept."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.facts import queries as figures
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Source, Version

pytestmark = pytest.mark.django_db
IN, SCHEME, DESK = "/office/setup/scheme/", "/office/scheme/", "/office/desk/"
ROSTER = (
    "编号,名称,分组,机构序\nA,临江县,县市区,1\nB,东岭县,县市区,2\n"
    "M,市教育局,政府部门,1\nN,市水利局,政府部门,2\nP,市委宣传部,党群部门,1\n"
)
HEAD = "考核指标,分值,评分办法,牵头单位\n"
MONEY = "财政收入,60,按完成情况评分。,市财政局\n"
AIR = "空气质量,40,优良天数每少1天扣0.5分。,市生态环境局\n"
GRAIN = "粮食产量,10,按产量评分。,市农业农村局\n"
COUNTIES = HEAD + MONEY + AIR
OFFICES = (
    HEAD + "财政收入,30,按非税收入评分。,市财政局\n重点工作,70,按督查情况评分。,市政府督查室\n"
)


def text(answer):
    return unescape(answer.content.decode())


def upload(name, content):
    return SimpleUploadedFile(name, content.encode())


def hidden(page):
    """What the form under a look sends along, chosen answers among it."""
    form = page.split('name="take"')[0].rsplit("<form", 1)[1]
    fields = {}
    for part in form.split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        fields.setdefault(name, []).append(value)
    for part in form.split('<input type="radio" ')[1:]:
        tag = part.split(">", 1)[0]
        if " checked" in tag:
            fields[tag.split('name="')[1].split('"')[0]] = [tag.split('value="')[1].split('"')[0]]
    return fields


def looked(desk, content, groups=("县市区",), name="体系.csv", **said):
    given = {"year": "2026", "group": list(groups), "file": upload(name, content)} | said
    return text(desk.post(IN, given))


def taken(desk, content, groups=("县市区",), name="体系.csv", answers=None, **said):
    page = looked(desk, content, groups, name, **said)
    answer = desk.post(IN, hidden(page) | (answers or {}) | {"take": "1"}, follow=True)
    assert answer.redirect_chain, text(answer).split("<main", 1)[1][:900]
    return text(answer)


@pytest.fixture
def office(desk):
    page = text(desk.post("/office/setup/roster/", {"year": "2026", "file": upload("名册.csv", ROSTER)}))  # fmt: skip
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    desk.post("/office/setup/roster/", {"year": "2026", "ticket": ticket, "take": "1"})
    return desk


def open_round(desk, as_of="2026", kind="year_end", name="2026年终考核", on="2026-12-31"):
    given = {"year": "2026", "name": name, "scheme": Scheme.objects.get().pk, "kind": kind, "as_of": as_of, "on": on}  # fmt: skip
    return desk.post("/office/setup/round/", given)


def report(desk, lead, pasted):
    sheet = Sheet.objects.get(lead__name=lead)
    number = sheet.submissions.count() + 1
    said = text(desk.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted, "take": "1"}, follow=True))
    assert sheet.submissions.count() == number, said
    desk.post(f"{DESK}{sheet.pk}/{number}/accept/")


@pytest.fixture
def running(office):
    """The counties' table in, the year-end round open, money and air reported."""
    taken(office, COUNTIES)
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(office, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t50\n")
    report(office, "市生态环境局", "单位\t空气质量得分\n临江县\t38\n东岭县\t36\n")
    return office


def seal(desk):
    page = text(desk.get(SCHEME + "seal/"))
    digest = page.split('name="digest" value="')[1].split('"')[0]
    desk.post(SCHEME + "seal/", {"digest": digest, "state": "provisional", "organ": "考核委", "meeting": "第1次", "decided_on": "2026-06-01"})  # fmt: skip


def use_newest(desk):
    version = schemes.newest(Scheme.objects.get())
    said = {"version": version.pk, "digest": version.digest}
    return text(desk.post(SCHEME + "use/", said, follow=True))


def newest_book():
    return schemes.book_of(schemes.newest(Scheme.objects.get()))


def by_name():
    return {item["name"]: item for item in newest_book()["items"]}


def points_by_name(desk, round, units="AB"):
    """What the board's engine makes of it: indicator name → the units' points."""
    from baton.domain.assessment import gather
    from baton.scoring import score

    result = score(gather.rulebook_of(round), gather.facts_of(round))
    items = gather.rulebook_of(round)["items"]
    return {item["name"]: tuple(result.score(one, item["code"]) for one in units) for item in items}


# ------------------------------------------------------------------ several tables


def test_what_comes_next_is_said_after_the_first_table(office):
    page = taken(office, COUNTIES)
    assert "下一步：在下面开一轮" in page and "第三步：开一轮" in page and "还没有轮次" not in page


def test_a_second_table_adds_its_groups_to_the_same_scheme(office):
    taken(office, COUNTIES)
    page = looked(office, OFFICES, groups=("政府部门", "党群部门"))
    assert "读到 2 个指标：照旧 0 个，新的 2 个" in page and "别的组已有“财政收入”" in page
    taken(office, OFFICES, groups=("政府部门", "党群部门"))
    scheme = Scheme.objects.get()
    assert Version.objects.count() == 1  # the open draft grew
    book = schemes.book_of(schemes.newest(scheme))
    roots = {one["group"]: one["root"] for one in book["groups"]}
    assert roots["政府部门"] == roots["党群部门"] != roots["县市区"]
    names = {item["name"]: item["code"] for item in book["items"]}
    assert names == {
        "财政收入": "F01", "空气质量": "F02", "财政收入(政府部门等)": "F03", "重点工作": "F04",
    }  # fmt: skip
    open_round(office)
    page = text(office.get(SCHEME))
    assert "<h2>党群部门、政府部门：总分</h2>" in page and "<h2>县市区：总分</h2>" in page
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    assert set(Sheet.objects.get(lead__name="市财政局").items) == {"F01得分", "F03得分"}
    report(
        office, "市政府督查室", "单位\t重点工作得分\n市教育局\t66\n市水利局\t60\n市委宣传部\t61\n"
    )
    told = points_by_name(office, Round.objects.get(), "MNP")
    assert told["重点工作"] == ("66", "60", "61")


def test_one_name_in_two_groups_is_told_apart_by_the_unit(office):
    """财政收入 of the counties and of the departments in one table under one name; nothing is asked, a remark tells."""
    taken(office, COUNTIES)
    taken(office, OFFICES, groups=("政府部门", "党群部门"))
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    sheet = Sheet.objects.get(lead__name="市财政局")
    pasted = "单位\t财政收入得分\t扣分原因\n临江县\t55\t扣5分\n东岭县\t60\t\n市教育局\t29\t扣1分\n市水利局\t30\t\n市委宣传部\t28\t扣2分\n"
    page = text(office.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted}))
    assert "读到 5 个数，没有疑点" in page
    assert "有 3 个单位考核的是“财政收入(政府部门等)得分”，已记到那一项" in page
    report(office, "市财政局", pasted)
    told = points_by_name(office, Round.objects.get(), "AM")
    assert told["财政收入"] == ("55", None) and told["财政收入(政府部门等)"] == (None, "29")


def test_nobody_is_told_that_all_is_in_before_anything_was_asked_for(office):
    taken(office, COUNTIES)
    open_round(office)
    page = text(office.get("/office/"))
    assert "还没有列出各牵头单位应交的打分表" in page and "表都收齐" not in page
    office.post(DESK + "owe/", {"due_on": "2099-01-13"})
    page = text(office.get("/office/"))
    assert "还没有列出" not in page and "张打分表还没有交，没到截止日期" in page


def test_a_table_after_a_sealed_version_begins_a_new_draft(running):
    seal(running)
    page = taken(running, OFFICES, groups=("政府部门",))
    assert "仍用第 1 版" in page and "用这一版" in page
    assert [one["group"] for one in newest_book()["groups"]] == ["县市区", "政府部门"]
    assert Version.objects.count() == 2


def test_a_table_without_a_group_is_refused_and_the_form_stays(office):
    page = looked(office, COUNTIES, groups=(), title="云州考核")
    assert "请勾上这张表考核哪些分组" in page and 'value="云州考核"' in page
    assert not Scheme.objects.exists()


def test_another_scheme_can_be_founded_beside_the_first(office):
    taken(office, COUNTIES)
    taken(office, OFFICES, groups=("政府部门",), into="new", title="专项考核")
    assert {one.code for one in Scheme.objects.all()} == {"草稿-2026", "草稿-2026-2"}


# ------------------------------------------------------------------ a revised table


def test_figures_stay_with_their_indicator_when_one_is_put_in_front(running):
    """暂行 replaced without losing a figure: the grain comes in front, money and air keep what was reported."""
    seal(running)
    page = looked(running, HEAD + GRAIN + MONEY.replace("60", "50") + AIR)
    assert "照旧 2 个，新的 1 个" in page and "分值 60 → 50" in page
    taken(running, HEAD + GRAIN + MONEY.replace("60", "50") + AIR)
    page = use_newest(running)
    assert "新列 1 张：市农业农村局" in page
    page = text(running.get(SCHEME))
    assert page.index("粮食产量</a>") < page.index("财政收入</a>") < page.index("空气质量</a>")
    report(running, "市农业农村局", "单位\t粮食产量得分\n临江县\t9\n东岭县\t8\n")
    round = Round.objects.get()
    assert points_by_name(running, round) == {"粮食产量": ("9", "8"), "财政收入": ("55", "50"), "空气质量": ("38", "36")}  # fmt: skip


def test_the_unit_of_a_figure_is_by_code_and_codes_are_never_used_twice(running):
    taken(running, HEAD + MONEY)
    assert "F02" not in {item["code"] for item in newest_book()["items"]}
    taken(running, HEAD + MONEY + GRAIN)
    assert by_name()["粮食产量"]["code"] == "F03"


def test_what_left_the_table_is_listed_before_it_goes(running):
    page = looked(running, HEAD + MONEY + GRAIN)
    assert "删去 1 个" in page and "<s>空气质量</s>" in page
    assert {item["name"] for item in newest_book()["items"]} == {"财政收入", "空气质量"}
    page = taken(running, HEAD + MONEY + GRAIN)
    assert "不用再交的 1 张：市生态环境局" in page and "新列 1 张：市农业农村局" in page
    assert Sheet.objects.get(lead__name="市生态环境局").submissions.count() == 1  # handed in, kept
    assert len(figures.observations(Scheme.objects.get())) == 4


def test_nearly_the_same_name_is_asked_about_and_both_answers_count(running):
    table = HEAD + MONEY.replace("财政收入", "一般公共财政收入") + AIR
    page = looked(running, table)
    assert "有 1 个指标要说一声" in page and "同一个指标" in page
    key = page.split('name="same:')[1].split('"')[0]
    taken(running, table, answers={f"same:{key}": "new"})
    assert by_name()["一般公共财政收入"]["code"] == "F03" and "财政收入" not in by_name()
    taken(running, COUNTIES, answers={})
    page = taken(running, table)  # preselected: the same
    assert by_name()["一般公共财政收入"]["data"]["x"]["item"].endswith("得分")


def test_a_changed_sentence_keeps_the_method_and_asks_to_look_at_it(running):
    rule = (
        "名称: 空气质量\n评分办法: 优良天数每少1天扣0.5分。\n牵头: 市生态环境局\n分值: 40\n方法: 完成率\n"
        "数据: 优良天数\n目标: 300\n封顶: 100%\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    )
    version = schemes.newest(Scheme.objects.get())
    said = {"number": version.number, "edits": version.edits, "text": rule, "data": "优良天数: {单位: 天}", "keep": "1"}  # fmt: skip
    page = text(running.post(SCHEME + "F02/", said, follow=True))
    assert "添上优良天数" in page and "不再报空气质量得分" in page
    table = HEAD + MONEY + AIR.replace("0.5分", "0.8分")
    assert "原话改了，请核一遍方法" in looked(running, table)
    page = taken(running, table)
    item = by_name()["空气质量"]
    assert (item["code"], item["method"]) == ("F02", "completion") and "0.8分" in item["sentence"]
    assert "<mark>原话改了，请核一遍方法</mark>" in page
    version = schemes.newest(Scheme.objects.get())
    said |= {"number": version.number, "edits": version.edits, "text": rule.replace("0.5分", "0.8分").replace("300", "310"), "data": ""}  # fmt: skip
    running.post(SCHEME + "F02/", said)
    assert "请核一遍方法" not in text(running.get(SCHEME))  # looked at


def test_somebody_elses_change_in_between_is_not_overwritten(running):
    page = looked(running, HEAD + MONEY + AIR + GRAIN)
    taken(running, HEAD + MONEY + AIR.replace("40", "30") + GRAIN)
    answer = running.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 409 and "别人又改过" in text(answer)
    assert by_name()["空气质量"]["points"] == "30"


# ------------------------------------------------------------------ a rule book


def test_a_rule_book_replaces_the_open_draft_after_a_look(running):
    book = text(running.get(SCHEME + "rulebook/"))
    changed = book.replace("优良天数每少1天扣0.5分。", "优良天数每少1天扣1分。")
    page = looked(running, changed, groups=(), name="规则书.yaml")
    assert "规则书与第 1 版有 1 处不同" in page and "收进就替换这份草稿" in page
    assert "扣0.5分" in by_name()["空气质量"]["sentence"]
    taken(running, changed, groups=(), name="规则书.yaml")
    assert Version.objects.count() == 1 and "扣1分" in by_name()["空气质量"]["sentence"]
    assert Source.objects.filter(about="规则书").count() == 1


def test_a_rule_book_without_the_rounds_period_is_refused(running):
    book = text(running.get(SCHEME + "rulebook/"))
    line = next(one for one in book.splitlines() if one.startswith("期次"))
    page = looked(running, book.replace(line, "期次: [2027]"), groups=(), name="规则书.yaml")
    answer = running.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 409 and "新的规则书里没有这一期" in text(answer)


# ------------------------------------------------------------------ periods


def test_each_period_has_its_own_figures(running):
    """A quarter's sheet leaves the year's figures alone."""
    page = text(running.get("/office/setup/"))
    assert '<option value="2026-Q1">一季度' in page
    assert open_round(running, "2026-Q1", "quarter", "一季度通报", "2026-03-31").status_code == 302
    quarter = Round.objects.get(kind="quarter")
    assert points_by_name(running, quarter)["财政收入"] == (None, None)
    running.post(DESK + "owe/", {"due_on": "2026-04-10"})
    sheet = Sheet.objects.get(round=quarter, lead__name="市财政局")
    running.post(f"{DESK}{sheet.pk}/receive/", {"text": "单位\t财政收入得分\n临江县\t20\n东岭县\t19\n", "take": "1"})  # fmt: skip
    running.post(f"{DESK}{sheet.pk}/1/accept/")
    assert points_by_name(running, quarter)["财政收入"] == ("20", "19")
    assert points_by_name(running, Round.objects.get(kind="year_end"))["财政收入"] == ("55", "50")


def test_a_quarters_sheet_whose_title_says_only_the_year_is_the_quarters(running):
    open_round(running, "2026-Q2", "mid_year", "2026年半年评估", "2026-06-30")
    running.post(DESK + "owe/", {"due_on": "2026-07-10"})
    sheet = Sheet.objects.get(round__kind="mid_year", lead__name="市财政局")
    table = "2026年度财政打分表,,\n序号,单位,财政收入得分\n1,临江县,30\n2,东岭县,29\n"
    where = f"{DESK}{sheet.pk}/receive/"
    page = text(running.post(where, {"file": upload("打分表.csv", table)}))
    assert "读到 2 个数" in page and "拿错了表" not in page
    page = text(running.post(where, {"file": upload("全年.csv", table.replace("年度", "年全年"))}))
    assert "拿错了表" in page


def test_a_second_round_of_one_period_is_refused_by_name(running):
    page = text(open_round(running, "2026", "ad_hoc", "督查"))
    assert "截至 2026 的数已经由“2026年终考核”用着" in page and 'value="督查"' in page


def test_a_quarter_without_a_period_of_its_own_is_refused_and_the_remedy_is_there(office):
    taken(office, COUNTIES, calendar="year")
    page = text(open_round(office, "2026", "quarter", "一季度通报"))
    assert "这个方案的期次只有2026" in page and "加期次" in page and not Round.objects.exists()
    where = page.split('href="/office/scheme/periods/')[1].split('"')[0]
    page = text(office.get(f"/office/scheme/periods/{where}"))
    assert "现在有 1 期：全年" in page
    version = schemes.newest(Scheme.objects.get())
    said = {"scheme": Scheme.objects.get().pk, "number": version.number, "edits": version.edits}
    assert "请选要加的期次" in text(office.post("/office/scheme/periods/", said))
    page = text(office.post("/office/scheme/periods/", said | {"calendar": "quarter", "own": "8月督查"}, follow=True))  # fmt: skip
    assert "一季度、上半年（二季度）、前三季度（三季度）、8月督查、全年" in page
    assert newest_book()["items"][0]["data"]["x"]["periods"] == "@"
    assert open_round(office, "2026-Q1", "quarter", "一季度通报").status_code == 302
    assert open_round(office, "8月督查", "ad_hoc", "8月督查").status_code == 302


# ------------------------------------------------------------------ sheets and files


def test_a_score_that_became_a_figure_is_read_beside_it_again(running):
    """得分 on the sheet is the lead unit's own score once the indicator is a formula's."""
    rule = (
        "名称: 财政收入\n评分办法: 按完成情况评分。\n牵头: 市财政局\n分值: 60\n方法: 完成率\n"
        "数据: 财政总收入\n目标: 100\n封顶: 100%\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    )
    version = schemes.newest(Scheme.objects.get())
    said = {"number": version.number, "edits": version.edits, "text": rule, "data": "财政总收入: {单位: 万元}", "keep": "1"}  # fmt: skip
    running.post(SCHEME + "F01/", said)
    assert "F01得分" not in {entry["code"] for entry in newest_book()["data"]}
    sheet = Sheet.objects.get(lead__name="市财政局")
    assert sheet.items == ["财政总收入"]
    pasted = "单位\t财政总收入\t得分\t扣分原因\n临江县\t90\t54\t差10万\n东岭县\t100\t60\t\n"
    page = text(running.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted}))
    assert "读到 2 个数" in page and "不归本单位报" not in page


def test_sheets_of_before_can_be_listed_anew_with_one_button(running, clerk, at):
    from baton.domain.intake import services as intake

    sheet = Sheet.objects.get(lead__name="市财政局")
    assert "按现在的规则重列" not in text(running.get(DESK))
    intake.owe(round=sheet.round, lead=sheet.lead, title=sheet.title, items=["空气质量得分"], due_on=sheet.due_on, by=clerk, at=at)  # fmt: skip
    assert "按现在的规则重列" in text(running.get(DESK))
    page = text(running.post(DESK + "again/", follow=True))
    assert "应交表改了 1 张：市财政局添上财政收入得分" in page and "按现在的规则重列" not in page
    assert "没有要改的" in text(running.post(DESK + "again/", follow=True))


def test_two_ways_of_writing_a_lead_unit_are_one_sheet(office, clerk, at):
    from baton.domain.orgs import services as orgs
    from baton.domain.orgs.models import Alias

    unit = orgs.name_unit(name="市发展和改革委员会", by=clerk, at=at)
    orgs.learn_alias(text="市发改委", unit=unit, by=clerk, at=at) if hasattr(orgs, "learn_alias") else Alias.objects.create(text="市发改委", unit=unit)  # fmt: skip
    table = HEAD + MONEY.replace("市财政局", "市发改委") + AIR.replace("市生态环境局", unit.name)
    taken(office, table)
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    assert Sheet.objects.get().items == ["F01得分", "F02得分"]


def test_the_original_of_each_table_is_kept_and_comes_back(running):
    taken(running, OFFICES, groups=("政府部门",), name="部门表.csv")
    page = text(running.get(SCHEME))
    assert "部门表.csv" in page and "体系.csv" in page and "政府部门" in page
    source = Source.objects.get(about="政府部门")
    answer = running.get(f"{SCHEME}file/{source.pk}/")
    assert answer.content.decode() == OFFICES and "attachment" in answer["Content-Disposition"]


def test_the_catalogue_lists_the_originals(running, clerk, at):
    from baton.desk import computing
    from baton.desk.papers.catalogues import catalogue

    run = computing.number_draft(Round.objects.get(), stage="first", why="先看", by=clerk, at=at)
    titles = [one.title for one in catalogue(run)[0].lines]
    assert "指标体系表原件（县市区）：体系.csv" in titles


def test_a_longer_list_of_originals_takes_no_more_queries(running):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as caught:
            running.get(SCHEME)
        return len(caught)

    asked()
    few = asked()
    for points in range(61, 66):
        taken(running, HEAD + MONEY.replace("60", str(points)) + AIR)
    assert asked() == few
