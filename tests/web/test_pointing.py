"""怎么读的、自己指: what each column was taken for is told, and a table that nobody understands can be pointed at."""

import html
import re

import pytest

from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from tests.stories import open_round, owed

ODD = "本年情况\n名\t甲\t乙\n临江县\t1\t118000\n东岭\t2\t84000\n石桥市\t3\t99000\n云东区\t4\t90000\n合计\t\t391000\n注：已核\n"
ACROSS = "栏目\t临江县\t东岭\t石桥市\t云东区\n甲\t1\t2\t3\t4\n乙\t118000\t84000\t99000\t90000\n"
BARE = "临江县\t1\t118000\n东岭\t2\t84000\n石桥市\t3\t99000\n云东区\t4\t90000\n"
READ = [("A", "118000"), ("B", "84000"), ("C", "99000"), ("D", "90000")]


@pytest.fixture
def sheet(clerk, tmp_path):
    return owed(open_round(tmp_path / "two", clerk), clerk)["市财政局"]


def text(answer):
    return html.unescape(answer.content.decode())


def door(sheet):
    return f"/office/desk/{sheet.pk}/receive/"


def send(desk, sheet, table, **more):
    return text(desk.post(door(sheet), {"text": table} | more))


def said_in(page):
    return re.findall(r'name="said" value="(\[[^>]*\])">', page)


def point(desk, sheet, table, **chosen):
    return send(desk, sheet, table, pointed="1", page_name="", way="down", **chosen)


def chosen_in(page):
    found = {}
    for name, options in re.findall(
        r'<select (?:id="names" )?name="(\w+)"[^>]*>(.*?)</select>', page, re.S
    ):
        found[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    return found


def test_every_column_says_what_it_was_taken_for(desk, sheet):
    page = send(
        desk,
        sheet,
        "序号\t单位\t财政收入（亿元）\t税收占比\n1\t临江县\t118000\t70\n2\t东岭\t84000\t71\n",
    )
    how = page.split('id="how"')[1]
    assert "C 列</td><td>财政收入（亿元）</td>" in how and "财政收入（万元）" in how
    assert 'D 列</td><td>税收占比</td><td class="odd">没有收' in how and "A 列" not in how
    assert "1 列有数没有收" in how and "临江县 118000" in how


@pytest.mark.parametrize("table,way,chosen", [(ODD, "down", {"names_at": "0", "first": "3", "c2": "财政收入"}), (ACROSS, "across", {"names_at": "0", "first": "2", "c2": "财政收入"}), (BARE, "down", {"names_at": "0", "first": "1", "c2": "财政收入"})])  # fmt: skip
def test_a_table_that_nobody_understands_is_pointed_at_and_taken_in(
    desk, sheet, table, way, chosen
):
    page = send(desk, sheet, table)
    assert "读得不对，自己指" in page and "收下这一版" not in page
    page = send(desk, sheet, table, point="")
    assert "自己指哪一列是什么" in page and chosen_in(page)["names_at"] == "0"
    assert (
        f'name="way" value="{way}"' in page
        and f'name="first" inputmode="numeric" value="{chosen["first"]}"' in page
    )
    page = send(desk, sheet, table, pointed="1", page_name="", way=way, **chosen)
    assert "读到 4 个数" in page and "是自己指的" in page
    answer = desk.post(
        door(sheet), {"text": table, "said": said_in(page), "take": "1", "seen": "0"}
    )
    assert answer.status_code == 302
    made = Submission.objects.get()
    assert [(line[0], line[4]) for line in unpack(made.cells)] == READ
    assert any("自己指的" in one["told"] for one in made.answers)


def test_what_is_over_a_column_is_still_compared_with_the_items_unit(desk, sheet):
    page = point(
        desk, sheet, ODD.replace("乙", "乙（亿元）"), names_at="0", first="3", c2="财政收入"
    )
    assert "亿元" in page.split("先问清这")[1] and "收下这一版" not in page


def test_a_unit_nobody_knows_is_asked_about_and_the_columns_stay_pointed_out(desk, sheet):
    table = ODD.replace("石桥市", "石乔市")
    page = point(desk, sheet, table, names_at="0", first="3", c2="财政收入")
    assert "石乔市" in page.split("先问清这")[1]
    again = send(desk, sheet, table, said=[*said_in(page), '["unit", "石乔市", "C"]'])
    assert "读到 4 个数" in again and "C 列收作财政收入" in again


@pytest.mark.parametrize("chosen,told", [({"first": "3"}, "还没有指哪一列"), ({"first": "三", "c2": "财政收入"}, "数从第几行起"), ({"first": "3", "c0": "财政收入"}, "不能同时是指标"), ({"first": "9" * 5000, "c2": "财政收入"}, "数从第几行起")])  # fmt: skip
def test_what_says_nothing_is_told_and_what_was_chosen_stays(desk, sheet, chosen, told):
    page = point(desk, sheet, ODD, names_at="0", **chosen)
    assert told in page and "自己指哪一列是什么" in page
    assert chosen_in(page).get("c2", "") == chosen.get("c2", "") and "收下这一版" not in page


def test_a_reading_that_is_wrong_starts_from_what_was_read_and_can_be_taken_back(desk, sheet):
    table = "单位\t财政收入\t调整后\n临江县\t1\t118000\n东岭\t2\t84000\n石桥市\t3\t99000\n云东区\t4\t90000\n"
    page = send(desk, sheet, table, said=['["column", "调整后", "-"]'], point="")
    assert chosen_in(page)["c1"] == "财政收入"
    page = point(desk, sheet, table, names_at="0", first="2", c1="", c2="财政收入")
    assert "B 列" in page.split('id="how"')[1] and "临江县 118000" in page.split('id="how"')[1]
    (said,) = said_in(page)[:1]
    back = send(desk, sheet, table, said=[said], unsay=said)
    assert "是自己指的" not in back


def test_turning_the_page_round_shows_its_rows_as_columns(desk, sheet):
    page = send(desk, sheet, ODD, turn="1", page_name="", way="down")
    assert 'name="way" value="across"' in page and "第 1 行" in page and "单位是竖着写的" in page
