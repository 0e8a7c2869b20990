"""指标体系表 of two kinds of units, how a table is looked at and taken in, and what the board makes of it."""

from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.intake.models import Sheet
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme

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


def open_round(desk, as_of="2026", kind="year_end", name="2026年终考核", on="2026-12-31"):
    given = {"year": "2026", "name": name, "scheme": Scheme.objects.get().pk, "kind": kind, "as_of": as_of, "on": on, "scope": "all"}  # fmt: skip
    return desk.post("/office/setup/round/", given)


def report(desk, lead, pasted):
    sheet = Sheet.objects.get(lead__name=lead)
    number = sheet.submissions.count() + 1
    said = text(desk.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted, "take": "1"}, follow=True))
    assert sheet.submissions.count() == number, said
    desk.post(f"{DESK}{sheet.pk}/{number}/accept/")


def seal(desk, state="provisional"):
    page = text(desk.get(SCHEME + "seal/"))
    digest = page.split('name="digest" value="')[1].split('"')[0]
    desk.post(SCHEME + "seal/", {"digest": digest, "state": state, "organ": "考核委", "meeting": "第1次", "decided_on": "2026-06-01"})  # fmt: skip


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
