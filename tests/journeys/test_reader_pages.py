"""领导看到的: every page of who only reads, and the wall, looked at with axe at two widths as it was released to him."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

PICTURES = os.environ.get("BATON_PICTURES")  # a folder: keep a picture of every page
PAGES = {
    "领导的首页": "/released/", "领导看政府部门": "/released/{run}/?group=政府部门", "领导看县市区": "/released/{run}/?group=县市区",
    "领导看干部": "/released/{run}/?group=领导干部", "领导看单位": "/released/{run}/临江县/", "领导看没有总分的": "/released/{run}/市审计局/",
    "领导看被否决的": "/released/{run}/石门县/", "领导看怎么算的": "/released/{run}/临江县/Z13/", "领导看系数": "/released/{run}/临江县/XP1/",
    "大屏": "/released/{run}/wall/?hold=1", "领导改密码": "/password/",
}  # fmt: skip


@pytest.fixture
def zhou(walk, shown_city):
    """周副市长's window."""
    return walk(shown_city[0], "领导", "zhou").window


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_of_a_reader_can_be_read(zhou, shown_city, width):
    place, run = shown_city
    zhou.set_viewport_size({"width": width, "height": 900})
    for name, path in PAGES.items():
        assert zhou.goto(place.address + path.format(run=run)).status == 200, name
        if PICTURES:
            zhou.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=width < 760)
        found = Axe().run(zhou)
        assert found.violations_count == 0, (name, found.generate_report())
        assert zhou.evaluate("document.documentElement.scrollWidth") <= width, name
