"""开一轮只考几项的季度通报: by keyboard alone, every page looked at with axe at two widths."""

from tests.journeys.conftest import PATIENCE
from tests.journeys.steps import WIDE, Walk


def test_a_quarter_of_some_indicators_is_opened_from_the_keyboard(browser, own_city, tmp_path):
    window = browser.new_page(viewport=WIDE)
    window.set_default_timeout(PATIENCE)
    he = Walk(window, own_city.address, "季度", tmp_path)
    he.sign_in("he", own_city.password)
    he.go("/office/setup/")
    he.fill("#name", "一季度通报")
    he.choose("#kind", "quarter")
    he.choose("#as_of", "2026-03")
    he.use("button:has-text('开这一轮')")
    assert he.title() == "这一轮考核哪些指标"
    he.look("先问")
    of_counties = "div:has(> h3:has-text('县市区')) [name=item]"
    he.tick(f"{of_counties} >> nth=0")
    he.tick(f"{of_counties} >> nth=1")
    he.use("button:has-text('看满分几分')")
    assert "一个指标也没有勾" in he.text()
    he.look("要说清的")
    for place in range(window.locator("[name=left_out]").count()):
        if window.locator("[name=left_out]").nth(place).get_attribute("value") != "县市区":
            he.tick(f"[name=left_out] >> nth={place}")
    for place in range(window.locator("[name=without]").count()):
        he.tick(f"[name=without] >> nth={place}")
    he.tick("[name=graded][value=no]")
    he.use("button:has-text('看满分几分')")
    assert "考 2 项，满分" in he.title(), he.text()[:600]
    he.look("看满分")
    he.use("button:has-text('就考这些，开这一轮')")
    assert "已开“一季度通报”" in he.text()
    window.close()
