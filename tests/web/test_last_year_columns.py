"""复算去年: columns of last year's scheme table that nobody knows are asked about as this year's are, table by table."""

import re

import pytest

from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from tests.web.test_last_year_groups import IN, carried, hidden, sent, text, ticked

pytestmark = pytest.mark.django_db
ODD = "考核指标,配备,怎么考,牵头单位\n财政收入,60,按完成情况评分。,市财政局\n空气质量,40,优良天数每少1天扣0.5分。,市生态环境局\n"
OFFICES = "考核指标,怎么考,评分办法,牵头单位\n财政收入,30,按非税收入评分。,市财政局\n重点工作,70,按督查情况评分。,市政府督查室\n"
ROSTER = "编号,名称,分组,机构序\nA,临江县,县市区,1\nB,东岭县,县市区,2\nM,市教育局,政府部门,1\n"
FACTS = (
    ("名册.csv", ROSTER), ("打分表.csv", "单位,财政收入\n临江县,55\n东岭县,50\n市教育局,29\n"),
    ("空气.csv", "单位,空气质量得分\n临江县,38\n东岭县,40\n"), ("督查室.csv", "单位,重点工作得分\n市教育局,66\n"),
)  # fmt: skip
ANNOUNCED = (
    ("县市区公布.csv", "单位,总分,名次\n临江县,93,1\n东岭县,90,2\n"),
    ("部门公布.csv", "单位,总分,名次\n市教育局,95,1\n"),
)


def looked(desk, *tables):
    page = text(desk.post(IN, sent(tables, ANNOUNCED[: len(tables)], FACTS[: 2 + len(tables)])))
    if "考核哪些分组，再看一看" in page:
        groups = {name: ("县市区",) if "县" in name else ("政府部门",) for name, _ in tables}
        ticks = [ticked(page, name, *own) for name, own in groups.items()]
        page = text(desk.post(IN, carried(page) | {key: own for one in ticks for key, own in one.items()}))  # fmt: skip
    return page


def answered(desk, page, **said):
    """The questions' form sent with answers: by the end of a question's name."""
    form = page.split("照选的再看一看")[0].rsplit("<form", 1)[1]
    fields = {}
    for part in form.split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        fields.setdefault(name, []).append(value)
    names = set(re.findall(r'(?:radio|select)[^>]* name="(shared:[^"]+)"', form)) | set(re.findall(r'<select name="([^"]+)"', form))  # fmt: skip
    for ending, value in said.items():
        [name] = [one for one in names if one.endswith(ending)]
        assert f'value="{value}"' in form
        fields[name] = value
    return text(desk.post(IN, fields))


def test_columns_under_unknown_heads_are_asked_and_the_year_is_recorded_by_the_answers(desk):
    page = looked(desk, ("县市区.csv", ODD))
    assert "有 2 处要先问清，还没有记下" in page and "没有认出“分值”一列，请选是哪一列" in page
    assert 'name="take"' not in page and "要先改好" not in page
    page = answered(desk, page, **{"col:points": "配备", "col:sentence": "怎么考"})
    assert "要先问清" not in page and "公布的 4 个数里，4 个与复算一致" in page
    answer = desk.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 302
    items = schemes.book_of(schemes.newest(Round.objects.get().scheme))["items"]
    assert [(one["name"], one["points"]) for one in items] == [("财政收入", "60"), ("空气质量", "40")]  # fmt: skip


def test_an_answer_about_one_table_is_no_answer_about_another(desk):
    """怎么考 is how points are given in one table, and the points themselves in the other."""
    page = looked(desk, ("县市区.csv", ODD), ("部门.csv", OFFICES))
    assert "有 3 处要先问清" in page
    prefixes = list(dict.fromkeys(re.findall(r'name="shared:(\w+/)col:', page)))
    assert len(prefixes) == 2
    county = next(one for one in prefixes if f"shared:{one}col:sentence" in page)
    office = next(one for one in prefixes if one != county)
    said = {f"{county}col:points": "配备", f"{county}col:sentence": "怎么考", f"{office}col:points": "怎么考"}  # fmt: skip
    page = answered(desk, page, **said)
    assert "公布的 6 个数里，6 个与复算一致" in page


def test_a_column_that_is_left_out_may_be_told_what_it_is(desk):
    page = looked(desk, ("县市区.csv", ODD.replace("配备", "分值").replace("怎么考", "评分办法,上限").replace("。,", "。,70,")))  # fmt: skip
    assert "没有收进的列 1 列，是哪一项可以说一声" in page and 'name="take"' in page
    page = answered(desk, page, **{"head:上限": "note"})
    assert "没有收进的列" not in page
    desk.post(IN, hidden(page) | {"take": "1"})
    items = schemes.book_of(schemes.newest(Round.objects.get().scheme))["items"]
    assert items[0]["definition"] == "备注:70"


def test_points_with_a_remark_are_asked(desk):
    table = ODD.replace("配备", "分值").replace("怎么考", "评分办法").replace(",60,", ",60分（每次通报扣2分）,")  # fmt: skip
    page = looked(desk, ("县市区.csv", table))
    [name] = re.findall(r'name="shared:\w+/(cell:[^"]+)"', page)
    assert "4 个与复算一致" in answered(desk, page, **{name: "60"})


def test_an_ordinary_table_is_asked_nothing(desk):
    page = looked(desk, ("县市区.csv", ODD.replace("配备", "分值").replace("怎么考", "评分办法")))
    assert "要先问清" not in page and "没有收进的列" not in page and 'name="take"' in page
