"""换一种计分方法 on a scheme table as an office has it: what its sentences and targets fill in, and what stays open."""

from datetime import date
from html import unescape
from itertools import pairwise

import docx
import pytest

from baton.desk import computing, folders
from baton.desk.choosing import blanks_of, filled, likely, told, unit_of
from baton.desk.papers.annexes import annex
from baton.desk.rules import schemes
from baton.domain.rounds import services as rounds
from baton.domain.schemes import queries, services
from baton.scoring.rulebook import METHODS
from tests.retold import retold
from tests.stories import office
from tests.web.test_desk import hidden

HEADS = [
    "序号",
    "考核指标",
    "分值",
    "目标值",
    "评分办法",
    "数据来源",
    "牵头单位",
    "指标解释",
    "文件依据",
]
TABLE = [
    ["1", "固定资产投资增速", "40", "8.0%", "达到年度目标的得满分；每低1个百分点扣0.8分，扣完为止。", "省统计局", "市统计局", "不含农户", "云统〔2026〕1号"],
    ["2", "空气优良天数比例", "20", "92.0%", "按功效系数法计分。", "市生态环境局", "市生态环境局", "", ""],
    ["3", "安全生产", "20", "", "较大事故每起扣2分，一般亡人事故每起扣0.5分，扣完为止。", "市应急管理局", "市应急管理局", "", ""],
    ["4", "重点督办事项", "20", "", "由牵头单位直接评分；最高分与最低分差距不少于分值的10%，不得并列。", "市委督查室", "市委督查室", "", ""],
]  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path, at, db):
    """A round on a scheme that came as a Word table."""
    return opened(TABLE, clerk, tmp_path, at)


def opened(lines, clerk, tmp_path, at):
    document = docx.Document()
    table = document.add_table(len(lines) + 1, len(HEADS))
    for row, line in enumerate([HEADS, *lines]):
        for column, said in enumerate(line):
            table.cell(row, column).text = said
    document.save(str(tmp_path / "指标体系.docx"))
    book, facts = office(tmp_path / "office")
    folders.found_scheme(book=book, facts=facts, year=2026, by=clerk, at=at)
    preview = schemes.read_scheme_file(
        tmp_path / "指标体系.docx", name="新办法", group="县市区", period="2026"
    )
    scheme = services.start(code="新办法", title="新办法", year=2026, by=clerk, at=at)
    version = services.draft(scheme=scheme, book=preview.book, by=clerk, at=at)
    return rounds.open_round(
        scheme=version.scheme, version=version, name="2026年终考核", kind="year_end",
        as_of=preview.book["calendar"][-1], on=date(2026, 12, 31), by=clerk, at=at,
    )  # fmt: skip


def field(page, label):
    """The form's part about one blank."""
    starts = page.split('<p class="field">')[1:]
    return next(one for one in starts if f">{label}" in one.partition("</label>")[0])


@pytest.mark.parametrize("name", METHODS)
def test_no_direction_is_chosen_for_the_office(name):
    """An untouched form must not turn the scores round: every choice that has to be made starts open."""
    for blank in blanks_of(METHODS[name]):
        if blank.choices and blank.is_needed:
            assert blank.choices[0][0] == "", blank.label


def test_an_untouched_direction_is_asked_for(desk, round):
    url = "/office/scheme/F02/method/"
    page = text(desk.get(url + "?method=efficacy_group"))
    assert '<option value="" selected>请选一种</option>' in field(page, "取向")
    values = {"数据": "空气优良天数比例", "基础分": "60%", "组内相同": "", "unit": "%"}
    page = text(desk.post(url, {"method": "efficacy_group", **values}))
    assert "没有写入" in page and '<td class="b">取向</td>' in page
    page = text(desk.post(url, {"method": "efficacy_group", **values, "取向": "越高越好"}))
    assert "没有写入" not in page and "取向: 越高越好" in page


def test_per_cent_is_a_unit_like_any_other(desk, round):
    url = "/office/scheme/F01/method/"
    page = text(desk.get(url + "?method=threshold_deduction"))
    assert 'value="%"' in field(page, "计量单位") and 'value="8.0%"' in field(page, "起扣线")
    assert "取自指标体系表的目标值" in page
    values = {"数据": "固定资产投资增速", "起扣线": "8.0%", "扣": "低于起扣线", "每段扣": "0.8分", "每段": "1", "保底": "0分"}  # fmt: skip
    page = text(desk.post(url, {"method": "threshold_deduction", **values, "unit": "%"}))
    assert "没有写入" not in page and '固定资产投资增速: {单位: "%"}' in page


MONEY = [
    ["1", "一般公共预算收入", "60", "12000万元", "按完成率计分，超额不加分。", "市财政局", "市财政局", "", ""],
    ["2", "重点督办事项", "40", "", "由牵头单位直接评分。", "市委督查室", "市委督查室", "", ""],
]  # fmt: skip
WHOLE = {"method": "completion", "数据": "一般公共预算收入", "目标": "12000万元", "封顶": "100%", "低于此完成率不得分": ""}  # fmt: skip


def proposed(page, *labels):
    """What the form itself has filled in, as it is sent when nobody touches it."""
    return {label: field(page, label).partition(' value="')[2].partition('"')[0] for label in labels}  # fmt: skip


def test_what_the_table_fills_in_can_be_sent_as_it_stands(desk, clerk, tmp_path, at):
    """目标值 12000万元 beside a unit of 万元: the new figure's unit is that of the target, though points were 分 so far."""
    round = opened(MONEY, clerk, tmp_path, at)
    url = "/office/scheme/F01/method/"
    page = text(desk.get(url + "?method=completion"))
    sent = proposed(page, "数据", "目标", "封顶", "计量单位")
    assert sent == {
        "数据": "一般公共预算收入",
        "目标": "12000万元",
        "封顶": "100%",
        "计量单位": "万元",
    }
    values = {**WHOLE, "unit": sent["计量单位"]}
    page = text(desk.post(url, values))
    assert "没有写入" not in page and "计量单位: 万元" in page and "计量单位: 分" not in page
    seen = {name: hidden(page, name) for name in ("number", "edits")}
    assert desk.post(url, {**values, **seen, "keep": "1"}).status_code == 302
    book = queries.book_of(queries.newest(round.scheme))
    item = next(one for one in book["items"] if one["code"] == "F01")
    datum = next(one for one in book["data"] if one["code"] == item["data"]["x"]["item"])
    assert (item["unit"], item["params"]["target"], datum["unit"]) == ("万元", "12000", "万元")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": "亿元"}, "不认识数后面的“万元” 请按数据项的单位（亿元）写数"),
        ({"目标": "12000人民币"}, "请按数据项的单位（万元）写数"),
        ({"数据": "一般公共预算收入得分"}, "请按数据项的单位（分）写数"),
        ({"数据": "F01得分"}, "请按数据项的单位（分）写数"),
    ],
)
def test_a_number_in_another_unit_than_its_figure_is_named(desk, clerk, tmp_path, at, changes, said):  # fmt: skip
    opened(MONEY, clerk, tmp_path, at)
    values = {**WHOLE, "unit": "万元", **changes}
    page = text(desk.post("/office/scheme/F01/method/", values))
    assert "没有写入" in page and said in page.replace("</td><td>", " ")


def test_a_figure_may_be_chosen_by_the_name_under_which_it_is_offered(desk, clerk, tmp_path, at):
    opened(MONEY, clerk, tmp_path, at)
    values = {**WHOLE, "数据": "一般公共预算收入得分，各期之和", "目标": "60分"}
    page = text(desk.post("/office/scheme/F01/method/", values))
    assert "没有写入" not in page and "数据: F01得分，各期之和" in page and "计量单位: 分" in page


def test_a_missing_unit_is_asked_for_and_not_made_up(desk, round):
    values = {"数据": "固定资产投资增速", "起扣线": "8.0%", "扣": "低于起扣线", "每段扣": "0.8分", "每段": "1", "保底": "0分"}  # fmt: skip
    page = text(
        desk.post("/office/scheme/F01/method/", {"method": "threshold_deduction", **values})
    )
    assert "数据项“固定资产投资增速”是新的，没有写计量单位" in page
    assert 'value="0.8分"' in page and "单位: 个" not in page


def test_accidents_of_two_levels_are_counted_by_level(desk, round):
    url = "/office/scheme/F03/method/"
    page = text(desk.get(url + "?method=per_case"))
    assert "{较大事故: 2分, 一般亡人事故: 0.5分}" in field(page, "各级")
    assert 'value=""' in field(page, "每件") and 'value="20分"' in field(page, "起评分")
    values = {"数据": "安全生产事故", "加还是扣": "扣分", "起评分": "20分", "各级": "{较大事故: 2分, 一般亡人事故: 0.5分}", "本项保底": "0分"}  # fmt: skip
    page = text(desk.post(url, {"method": "per_case", **values, "unit": "起"}))
    assert "没有写入" not in page and "安全生产事故: {类别: 票数, 单位: 起}" in page


def test_what_a_direct_score_may_not_do_is_read_from_its_sentence(desk, round):
    page = text(desk.get("/office/scheme/F04/method/?method=direct"))
    assert 'value="2分"' in field(page, "最高最低相差不少于")
    assert '<option value="是" selected>' in field(page, "不得并列")
    item = next(one for one in queries.book_of(round.version)["items"] if one["code"] == "F04")
    assert item["params"]["no_ties"] is False


@pytest.mark.parametrize(("sentence", "method", "blanks"), [
    ("完成目标得满分，90%得9成，80%得8成，70%得7成，低于70%不得分。", "tiers",
     {"档次": "{100%以上: 100%, 90%以上: 90%, 80%以上: 80%, 70%以上: 70%, 其余: 0%}", "目标": "目标值"}),
    ("完成得40分；90%得36分，80%得32分，低于80%得0分", "tiers",
     {"档次": "{100%以上: 40分, 90%以上: 36分, 80%以上: 32分, 其余: 0分}", "目标": "目标值"}),
    ("得分=（本单位值-最低值）÷（最高值-最低值）×40%×分值+60%×分值。", "efficacy_group", {"基础分": "60%"}),
    ("score = (x - min)/(max - min) * 40 + 60", "efficacy_group", {"基础分": "60%"}),
    ("居全省前3名的得6分，第4—6名得5分，第7名及以后得4分；较上年每前进1位加0.5分，每后退1位扣0.5分，保持前3名的不因位次后退扣分。",
     "movement", {"名次分": "{前3名: 6分, 前6名: 5分}", "其余": "4分", "每前进1位": "0.5分", "每后退1位": "0.5分", "保持前几名不扣": "3"}),
    ("第一名得满分，名次每降低1位减满分的2%。", "rank_points", {"每降1位": "2%"}),
    ("百分制得分按10%折算计入。", "converted", {"满分为": "100分"}),
    ("得分 = 权重分 ×（2 - 完成率）", "control", {"目标": "目标值"}),
    ("市教育局会同市卫健委酌情扣0.5—2分。", "direct", {}),
    ("每低于目标值1个百分点扣0.5分，扣完为止。", "threshold_deduction",
     {"起扣线": "目标值", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1", "保底": "0分"}),
    ("低于年度目标的，每少一个百分点扣1分。", "threshold_deduction", {"起扣线": "目标值", "扣": "低于起扣线", "每段扣": "1分", "每段": "1"}),
    ("低于计划数的，每低0.1个百分点，扣0.2分。", "threshold_deduction", {"起扣线": "目标值", "扣": "低于起扣线", "每段扣": "0.2分", "每段": "0.1"}),
    ("低于目标值95%的，每低1个百分点扣1分。", "threshold_deduction", {"扣": "低于起扣线", "每段扣": "1分", "每段": "1"}),
    ("及时受理率×2；重复信访每增1件扣1分。", "per_case", {"加还是扣": "扣分", "每件": "1分"}),
])  # fmt: skip
def test_usual_sentences_are_read_right_or_left_blank(sentence, method, blanks):
    assert likely(sentence)[0] == method
    assert told(method, sentence) == blanks


@pytest.mark.parametrize(("target", "said"), [
    ("8.0%", "8.0%"), ("≥92%", "92%"), ("按责任书", "责任书"), ("120亿元", "120亿元"), ("8%左右，力争9%", ""), ("", ""),
    ("92.0%（省下达）", "92.0%"), ("95%以上（含）", "95%"), ("全年92%", "92%"), ("目标值：92%", "92%"), ("保持在92%以上", "92%"), ("92%（2025年91%）", ""),
])  # fmt: skip
def test_a_target_is_filled_in_where_it_is_one_figure(target, said):
    found = filled({"目标": "目标值", "封顶": "100%"}, points="10", target=target)
    assert found.get("目标", "") == said and found["封顶"] == "100%"


def test_units_are_guessed_from_name_target_and_sentence():
    assert unit_of("一般公共预算收入（亿元）", "", "") == "亿元"
    assert unit_of("实际利用外资", "3亿美元", "") == "亿美元"
    assert unit_of("平安建设", "", "按名次计分") == ""


def test_the_line_from_which_points_are_taken_is_filled_in_from_the_target():
    said = told("threshold_deduction", "每低于目标值1个百分点扣0.5分")
    assert filled(said, points="10", target="92.0%（省下达）")["起扣线"] == "92.0%"


def test_this_years_rank_is_not_last_years(desk, round):
    page = text(desk.get("/office/scheme/F01/method/?method=movement"))
    values = [
        field(page, label).partition('value="')[2].partition('"')[0]
        for label in ("本年名次", "上年名次")
    ]
    assert all(one != other for one, other in pairwise(values)) and values[1].startswith("上年")


def test_the_annex_is_the_offices_own_table(desk, round, clerk, at):
    """Target, source, explanation and basis as they were written, and a total."""
    (paper,) = annex(computing.refresh(round, at=at, by=clerk)).papers
    first = paper.parts[0].lines[0]
    assert (first.target, first.source, first.points) == ("8.0%", "省统计局", "40")
    assert first.sentence.endswith("扣完为止。\n指标解释：不含农户\n依据：云统〔2026〕1号")
    assert paper.sum == "100"


def test_a_caution_is_a_sentence(desk, round, clerk, at):
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/F01/"))
    assert "请注意" in page and "{'kind'" not in page
    assert "<p>这一项的办法还是暂行的，可能再改。</p>" in page


def test_an_example_can_be_copied_and_full_width_marks_are_understood(desk, round):
    url = "/office/scheme/F03/method/"
    page = text(desk.get(url + "?method=per_case"))
    assert "照这样写：{国家级: 2分, 省级: 1分, 市级: 0.5分}" in field(page, "各级")
    values = {"数据": "安全生产事故", "加还是扣": "扣分", "起评分": "20分", "各级": "{较大事故：2分，一般亡人事故：0.5分}", "本项保底": "0分"}  # fmt: skip
    page = text(desk.post(url, {"method": "per_case", **values, "unit": "起"}))
    assert "没有写入" not in page and "安全生产事故: {类别: 票数, 单位: 起}" in page


@pytest.mark.parametrize(
    ("points", "share", "said"),
    [("123.4567", "55%", "67.901185分"), ("20", "33.3333333%", None), ("7", "90%", "6.3分")],
)
def test_a_share_of_the_points_is_filled_in_exactly_or_not_at_all(points, share, said):
    """A number proposed for a rule is never rounded on the way."""
    from baton.desk.choosing import numbers

    found = numbers.filled({"最低得": f"{numbers.OF_FULL}{share}"}, points=points, target="")
    assert found.get("最低得") == said
