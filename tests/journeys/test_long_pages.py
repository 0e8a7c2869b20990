"""在手机上: pages that are long at a desk begin as a list of their parts; one press opens a part. At a desk nothing is folded."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.steps import NARROW, WIDE

PAGES = {
    "指标体系": ("/office/scheme/", 3), "各样规则": ("/office/scheme/parts/", 4), "加减分": ("/office/claims/", 5),
    "会前看一遍": ("/office/run/{run}/before/", 3), "轮次": ("/office/rounds/{round}/", 4), "名册": ("/office/roster/", 2),
    "责任书": ("/office/targets/", 3), "收件台": ("/office/desk/", 4), "选方法": ("/office/scheme/Z13/method/", 3),
    "总表": ("/office/board/?group=政府部门", 4), "模板": ("/office/templates/", 3), "发布安排": ("/office/rounds/{round}/releases/", 3),
    "单位": ("/office/run/{run}/unit/临江县/", 5),
}  # fmt: skip
SCREEN = NARROW["height"]
SUMMARIES = ".fold > summary"
ROWS = "() => [...document.querySelectorAll('main tbody tr')].filter(row => !row.getClientRects().length).length"
TALL = "() => document.documentElement.scrollHeight"


@pytest.fixture(params=PAGES)
def opened(request, page, city, draft):
    """One of the long pages, and how many screens of a telephone it may fill."""
    path, screens = PAGES[request.param]
    page.goto(city.address + "/office/")
    year_end = page.get_attribute("main a[href*='/office/rounds/']", "href") or ""
    round = year_end.rstrip("/").rpartition("/")[2]
    assert page.goto(city.address + path.format(run=draft, round=round)).status == 200
    return page, screens


def test_a_telephone_shows_its_parts_and_one_press_opens_each(opened):
    page, screens = opened
    page.set_viewport_size(NARROW)
    assert page.evaluate(TALL) < screens * SCREEN
    assert page.evaluate(ROWS)
    heads = [one for one in page.query_selector_all(SUMMARIES) if one.is_visible()]
    assert heads
    for head in heads:
        head.focus()
        page.keyboard.press("Enter")
    assert not page.evaluate(ROWS)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_desk_shows_all_of_it_and_nothing_to_press(opened):
    page, _ = opened
    page.set_viewport_size(WIDE)
    assert page.query_selector_all(SUMMARIES)
    assert not any(one.is_visible() for one in page.query_selector_all(SUMMARIES))
    assert not page.evaluate(ROWS)


def test_a_link_to_a_folded_part_opens_it(page, city, draft):
    page.set_viewport_size(NARROW)
    page.goto(f"{city.address}/office/run/{draft}/before/#pending")
    assert page.is_visible("#pending table")
    page.goto(f"{city.address}/office/run/{draft}/before/")
    assert not page.is_visible("#pending table")


def test_the_sheets_stand_beside_the_one_that_is_looked_at_where_there_is_room(page, city):
    page.goto(city.address + "/office/desk/?show=odd")
    page.click(".dk td.un a")
    assert page.is_visible(".leads [aria-current=page]")
    here, beside = page.query_selector("main section.card"), page.query_selector(".leads")
    assert beside.bounding_box()["x"] < here.bounding_box()["x"]
    first = page.inner_text("h1")
    page.click(".leads [aria-current=page] >> xpath=ancestor::li/following-sibling::li[1]/a")
    assert page.inner_text("h1") != first
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(NARROW)
    assert not page.is_visible(".leads")
