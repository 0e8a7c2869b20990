"""A revised 指标体系表 or rule book: figures stay with their indicator, what goes is listed before it goes."""

import pytest

from baton.domain.facts import queries as figures
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Source, Version
from tests.web.scheme.tables import (
    AIR,
    COUNTIES,
    GRAIN,
    HEAD,
    IN,
    MONEY,
    SCHEME,
    by_name,
    hidden,
    looked,
    newest_book,
    points_by_name,
    report,
    seal,
    taken,
    text,
    use_newest,
)

pytestmark = pytest.mark.django_db


def test_figures_stay_with_their_indicator_when_one_is_put_in_front(running):
    """暂行 replaced without losing a figure: the grain comes in front, money and air keep what was reported."""
    seal(running)
    page = looked(running, HEAD + GRAIN + MONEY.replace("60", "50") + AIR)
    assert "照旧 2 个，新的 1 个" in page and "分值 60 → 50" in page
    assert '<td data-l="与原来比">新的指标</td>' in page and "<ins>新的指标" not in page
    assert all(
        f'data-l="{word}"' in page for word in ("分值", "评分办法", "指标", "满分", "表里写的")
    )
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


def test_words_put_behind_a_name_are_its_new_name_and_its_figures_stay(running):
    longer = MONEY.replace("财政收入", "财政收入（含非税）")
    page = looked(running, HEAD + longer + AIR)
    assert "照旧 2 个" in page and "原来叫“财政收入”" in page
    taken(running, HEAD + longer + AIR)
    names = [item["name"] for item in newest_book()["items"]]
    assert "财政收入（含非税）" in names and "财政收入" not in names
    round = Round.objects.get()
    assert set(points_by_name(running, round)) == {"财政收入（含非税）", "空气质量"}
    assert points_by_name(running, round)["财政收入（含非税）"] == ("55", "50")


def test_figures_that_another_version_could_not_score_are_told_before_it_is_used(running):
    seal(running)
    taken(running, HEAD + MONEY.replace("60", "52") + AIR)
    page = text(running.get(SCHEME))
    assert "换成这一版，已采用的数里有算不了分的：财政收入 1 个" in page
    taken(running, HEAD + MONEY + AIR)
    assert "已采用的数里有算不了分的" not in text(running.get(SCHEME))
