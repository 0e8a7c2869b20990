"""旅程: what a clerk does, by mouse and by keyboard; every page is looked at with axe at two widths."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

PICTURES = os.environ.get("BATON_PICTURES")  # a folder: keep a picture of every page
PAGES = {
    "工作台": "/office/", "收件台": "/office/desk/", "一张表": "/office/desk/2/", "选一部分采用": "/office/desk/2/1/part/", "选一部分采用，数多": "/office/desk/1/2/part/", "收一张表": "/office/desk/2/receive/", "一起收几张": "/office/desk/several/", "有疑点的表": "/office/desk/?show=odd",
    "加减分": "/office/claims/", "登记": "/office/claims/enter/", "成绩": "/office/board/", "单位": "/office/run/{run}/unit/临江县/",
    "怎么算的": "/office/run/{run}/unit/临江县/Z13/", "指标": "/office/run/{run}/indicator/Z13/", "指标历年": "/office/run/{run}/indicator/Z13/years/", "全组历年": "/office/history/", "准备": "/office/setup/",
    "名册": "/office/setup/roster/", "指标体系表": "/office/setup/scheme/", "加期次": "/office/scheme/periods/", "指标体系": "/office/scheme/", "密码": "/password/", "发布": "/office/run/{run}/release/", "定等次": "/office/run/{run}/grade/", "账号": "/office/people/",
    "收加减分表": "/office/claims/in/", "一条加减分": "/office/claims/400/", "更正一条": "/office/claims/400/edit/", "选中一页": "/office/claims/?all=1&same=1",
    "加分怎么算的": "/office/run/{run}/unit/云州车务段/JF/",
    "会前看一遍": "/office/run/{run}/before/", "缺什么": "/office/run/{run}/missing/", "县市区的成绩": "/office/board/?group=县市区", "干部的成绩": "/office/board/?group=领导干部", "迟到的否决": "/office/run/{run}/veto/", "照对方的样子看": "/released/{run}/?layer=totals", "等次名单": "/released/{run}/?layer=names", "不算会怎样": "/office/run/{run}/without/?item=Z13",
    "比上一稿": "/office/run/{run}/moved/3/", "历年": "/office/history/临江县/", "与去年比": "/office/scheme/compared/",
    "选方法": "/office/scheme/Z13/method/", "填方法": "/office/scheme/Z13/method/?method=tiers", "一个指标": "/office/scheme/Z13/",
    "指标以外的规则": "/office/scheme/parts/", "加减分怎么加": "/office/scheme/parts/ledgers/JF/", "加一种加减分": "/office/scheme/parts/ledgers/", "否决的后果": "/office/scheme/parts/vetoes/V3/",
    "等次和名额": "/office/scheme/parts/grades/县市区/", "名次怎么排": "/office/scheme/parts/ranks/领导干部/", "两个高于": "/office/scheme/parts/aboves/Z13/", "增速和总量": "/office/scheme/parts/splits/", "半年评估占几成": "/office/scheme/parts/half_year/", "参照值": "/office/desk/references/", "小数位": "/office/scheme/parts/rounding/all/", "没有数怎么办": "/office/scheme/parts/gaps/all/", "个别指标没有数": "/office/scheme/parts/gaps/Z13/", "大项": "/office/scheme/parts/nodes/加减分/", "乘一个系数": "/office/scheme/parts/factors/", "改一个系数": "/office/scheme/parts/factors/三张考卷/XP1/", "取所在单位的得分": "/office/scheme/parts/linked/单位分/", "指标的名称和分值": "/office/scheme/parts/items/Z13/",
    "责任书": "/office/targets/", "一个指标的目标": "/office/targets/?item=Z06", "改目标": "/office/targets/cell/临江县/Z06/", "单位的责任书": "/office/targets/unit/临江县/", "收责任书": "/office/targets/in/", "封存责任书": "/office/targets/seal/",
    "找": "/office/find/?q=财政", "平时记录": "/office/records/", "里程表": "/office/milestones/", "到期未办": "/office/milestones/?show=overdue", "一个里程碑": "/office/milestones/1/", "收里程碑表": "/office/milestones/in/", "收平时记录表": "/office/records/in/", "方案封面": "/office/scheme/cover/", "全省位次": "/office/province/", "迎省考": "/office/province/exam/", "收位次表": "/office/province/in/positions/", "复算去年": "/office/lastyear/", "交去年的文件": "/office/lastyear/in/", "出材料": "/office/run/{run}/papers/", "意见建议": "/office/run/{run}/advice/临江县/", "模板": "/office/templates/",
    "全部单位": "/office/roster/", "领导干部": "/office/roster/?show=people", "名册里的单位": "/office/roster/1/", "加单位": "/office/roster/new/", "分组次序": "/office/roster/groups/", "轮次": "/office/rounds/2/", "发布安排": "/office/rounds/2/releases/",
    "现场考评": "/office/live/", "新开一场": "/office/live/new/", "一场": "/office/live/1/", "录票": "/office/live/1/unit/3/", "大屏上的一场": "/office/live/1/screen/", "收结": "/office/live/1/close/",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_reader_stumbles_over_nothing_and_nothing_scrolls_sideways(
    page, city, draft, name
):
    page.goto(city.address + PAGES[name].format(run=draft))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=width < 760)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_slips_are_counted_while_they_are_keyed_number_enter_number_enter(page, city):
    page.goto(city.address + "/office/live/1/unit/3/")
    for key in ("9", "1", ".", "5", "Enter", "8", "8", "Enter"):  # the cursor stands in the field
        page.keyboard.press(key)
    assert page.locator("#told").inner_text() == "已输 2 票，还差 11 票"
    page.keyboard.type("105")
    assert "第 3 个“105”超过 100" in page.locator("#told").inner_text()


def test_the_sign_in_page_too(browser, city):
    window = browser.new_page(viewport={"width": 390, "height": 800})
    window.goto(city.address + "/login/")
    assert Axe().run(window).violations_count == 0
    window.close()


def test_everything_from_the_keyboard(page, city):
    """The first thing Tab reaches is the way past the navigation; links and buttons follow in order."""
    page.goto(city.address + "/office/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent").strip())
    assert {"催报文字", "市财政局", "记下今天已催"} <= seen


@pytest.mark.parametrize("width", [1440, 1100, 800, 390, 320])
def test_the_whole_navigation_is_in_sight(page, city, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(city.address + "/office/")
    edges = page.eval_on_selector_all(
        ".nav a", "links => links.map(one => [one.getBoundingClientRect().left, one.getBoundingClientRect().right])"
    )  # fmt: skip
    assert len(edges) == 8
    assert all(left >= 0 and right <= width for left, right in edges)
