"""表上别的栏目: the lead unit's own points, reasons, totals, and figures that don't fit what is known."""

import pytest

from baton.desk import folders
from baton.desk.intake import sheets
from baton.desk.intake.mergers import merged_units
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from baton.domain.intake.models import Submission
from baton.domain.orgs.models import Standing, Unit
from tests import stories
from tests.domain.test_lead_sheets import filled
from tests.retold import retold
from tests.stories import AIR, AT, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
HEAD = "单位,优良天数比例,得分,扣分原因\n"
POINTS = (
    HEAD + "临江县,91.3,39.65,差 0.7 个百分点\n东岭,88.25,38.13,\n石桥市,93.4,40,\n云东区,92,40,\n"
)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def desk_of(round, clerk):
    return owed(round, clerk)


def read(sheet, text, folder):
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    return sheets.read_file(sheet, path)


def said(preview, kind):
    return [odd.sentence for odd in preview.oddities if odd.kind == kind]


def test_points_that_agree_with_the_rule_say_nothing(desk_of, tmp_path):
    found = read(desk_of["市生态环境局"], POINTS, tmp_path)
    assert not found.faults and not found.oddities
    assert [line[4] for line in found.cells] == ["91.3", "88.25", "93.4", "92"]


def test_points_that_differ_from_the_rule_are_told_with_both_and_the_difference(desk_of, tmp_path):
    found = read(desk_of["市生态环境局"], POINTS.replace("39.65", "39.42"), tmp_path)
    assert said(found, "points") == [
        "临江县的空气优良天数比例表上 39.42，按规则应为 39.65，差 0.23"
    ]


@pytest.mark.parametrize(
    "text",
    [
        POINTS,
        POINTS.replace("优良天数比例,得分", "优良天数比例,表上得分"),
        POINTS.replace("优良天数比例,得分", "空气优良天数比例,空气优良天数比例得分"),
        "单位,优良天数比例,,\n,完成值,得分,扣分原因\n" + POINTS.removeprefix(HEAD),
        POINTS.replace("优良天数比例,得分,", "优良天数比例,满分40分,得分,")
        .replace(",39.65,", ",40,39.65,")
        .replace(",38.13,", ",40,38.13,")
        .replace(",40,\n", ",40,40,\n"),
        "指标,项目,临江县,东岭县,石桥市,云东区\n优良天数比例,完成值,91.3,88.25,93.4,92\n,得分,39.65,38.13,40,40\n"
        ",扣分原因,差 0.7 个百分点,,,\n",
        "指标,临江县,东岭县,石桥市,云东区\n优良天数比例,91.3,88.25,93.4,92\n得分,39.65,38.13,40,40\n"
        "扣分,0.35,1.87,0,0\n扣分原因,差 0.7 个百分点,,,\n",
        "单位,指标,数值,得分,扣分原因\n"
        + "".join(
            line.replace(",", ",优良天数比例,", 1) + "\n"
            for line in POINTS.removeprefix(HEAD).splitlines()
        ),
    ],
)
def test_points_and_reasons_are_read_in_every_arrangement(desk_of, clerk, tmp_path, text):
    _, made = send(desk_of["市生态环境局"], text.replace("39.65", "39.6"), tmp_path, clerk)
    kept = {(kind, subject): told for kind, subject, _, told, _ in made.beside}
    assert kept["points", "A"] == "39.6" and kept["reason", "A"] == "差 0.7 个百分点"
    assert [odd["kind"] for odd in made.oddities] == ["points"]
    assert len(sheets.unpack(made.cells)) == 4


def test_the_generated_sheet_carries_points_and_reasons(desk_of, tmp_path):
    path = filled(
        desk_of["市财政局"],
        tmp_path / "表.xlsx",
        表上得分={"临江县": 58},
        扣分原因={"临江县": "少收"},
    )
    found = sheets.read_file(desk_of["市财政局"], path)
    assert said(found, "points") == ["临江县的一般公共预算收入表上 58，按规则应为 58.998，差 0.998"]
    assert ["reason", "A", "财政收入", "少收"] in [line[:4] for line in found.sent.beside]


@pytest.mark.parametrize("word", ["说明", "目标", "完成", "2026年"])
def test_reasons_of_a_single_word_do_not_turn_rows_into_something_else(desk_of, tmp_path, word):
    lines = [f"{line},{word}" for line in MONEY.strip().splitlines()[1:]]
    found = read(desk_of["市财政局"], "\n".join(["单位,财政收入,扣分原因", *lines]), tmp_path)
    assert not found.faults and len(found.cells) == 4
    assert [line[3] for line in found.sent.beside] == [word] * 4


def test_a_table_of_which_nothing_is_read_says_so(desk_of, tmp_path):
    lines = [f"{line},目标" for line in MONEY.strip().splitlines()[1:]]
    found = read(desk_of["市财政局"], "\n".join(["单位,财政收入,栏目", *lines]), tmp_path)
    assert [fault.what for fault in found.faults] == ["表里一个数也没有读到"]


def test_a_new_reason_alone_makes_a_new_version(desk_of, clerk, tmp_path):
    send(desk_of["市生态环境局"], POINTS, tmp_path, clerk)
    _, second = send(desk_of["市生态环境局"], POINTS.replace("差 0.7", "只差 0.7"), tmp_path, clerk)
    assert (second.number, second.changed) == (2, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (MONEY + "合计,391001\n", "合计写的是 391001，各格算出来是 391000"),
        (
            "单位,财政收入,得分\n临江县,118000,58.998\n东岭,84000,60\n石桥市,99000,59.4\n云东区,90000,60\n合计,391000,239\n",
            "合计写的是 239，各格算出来是 238.398",
        ),
    ],
)
def test_a_total_that_does_not_add_up(desk_of, tmp_path, text, sentence):
    told = said(read(desk_of["市财政局"], text, tmp_path), "total")
    assert len(told) == 1 and told[0].startswith(sentence)


def test_a_total_that_adds_up_says_nothing(desk_of, tmp_path):
    assert not read(desk_of["市财政局"], MONEY + "合计,391000\n", tmp_path).oddities


@pytest.mark.parametrize(("figure", "odd"), [("1180000", 1), ("118000", 0), ("11.8", 1)])
def test_a_figure_far_from_how_the_others_moved(desk_of, round, clerk, tmp_path, figure, odd):
    rows = [
        Row(subject=code, item="财政收入", period="上半年", key="", value=value, state="reported", source="半年", date="")
        for code, value in (("A", "60000"), ("B", "40000"), ("C", "50000"), ("D", "45000"))
    ]  # fmt: skip
    facts.record(scheme=round.scheme, rows=rows, by=clerk, at=AT, batch="half")
    found = read(desk_of["市财政局"], MONEY.replace("118000", figure), tmp_path)
    assert len(said(found, "out_of_line")) == odd
    if figure == "1180000":
        assert said(found, "out_of_line") == [
            "临江县的财政收入上一期是 60000，这一期是 1180000，约为 20 倍；别的单位多在 2.1 倍上下"
        ]


@pytest.fixture
@retold
def last_year(round, clerk, tmp_path):
    """2025 as it was, its money under another name of the data item."""
    book, known = stories.office(tmp_path / "2025")
    for entry in book["data"]:
        entry["name"] = entry["name"].replace("财政收入", "财政收入（决算）")
    scheme, _ = folders.found_scheme(
        book=book, facts=known, year=2025, code="YZ2025", by=clerk, at=AT
    )
    lines = known.canonical()["observations"]["rows"]
    folders.record_figures(scheme=scheme, lines=lines, batch="2025", by=clerk, at=AT)


@pytest.mark.parametrize(("figure", "odd"), [("1180000", 1), ("118000", 0)])
def test_a_first_sheet_of_the_year_is_held_against_the_year_before(
    desk_of, last_year, round, clerk, tmp_path, figure, odd
):
    found = read(desk_of["市财政局"], MONEY.replace("118000", figure), tmp_path)
    assert said(found, "out_of_line") == [
        "临江县的财政收入上年是 118000，今年是 1180000，约为 10 倍；别的单位多在 1.0 倍上下"
    ] * odd  # fmt: skip
    rows = [
        Row(subject=code, item="财政收入", period="上半年", key="", value=figure, state="reported", source="半年", date="")
        for code in "ABCD"
    ]  # fmt: skip
    facts.record(scheme=round.scheme, rows=rows, by=clerk, at=AT, batch="half")
    found = read(desk_of["市财政局"], MONEY.replace("118000", figure), tmp_path)
    assert not any("上年是" in one for one in said(found, "out_of_line"))


def merge(old, new, ended="2026-06-30"):
    Standing.objects.filter(unit__code=old).update(
        ends_on=ended, merged_into=Unit.objects.get(code=new)
    )


@pytest.mark.past_the_log
def test_a_sheet_naming_a_merged_unit_is_matched_to_its_successor(desk_of, round, clerk, tmp_path):
    merge("D", "B")
    found = read(desk_of["市财政局"], MONEY.replace("东岭,84000\n", ""), tmp_path)
    assert said(found, "merged") == [
        "云东区自 2026 年 7 月 1 日起并入东岭县，表上云东区的数记到东岭县"
    ]
    assert {line[0]: line[4] for line in found.cells} == {"A": "118000", "C": "99000", "B": "90000"}


@pytest.mark.past_the_log
def test_figures_for_a_merged_unit_and_its_successor_are_never_added_in_silence(desk_of, tmp_path):
    merge("D", "B")
    (ask,) = read(desk_of["市财政局"], MONEY, tmp_path).asks
    assert "表里两家都有数：财政收入 90000 和 84000" in ask.what
    assert [words for _, words in ask.choices] == ["只收东岭县一行的数", "两家的数相加"]
    for (way, _), figure in zip(ask.choices, ("84000", "174000"), strict=True):
        done = sheets.read_paste(desk_of["市财政局"], MONEY.replace(",", "\t"), [way])
        assert not done.asks and not done.faults
        assert {line[0]: line[4] for line in done.cells} == {
            "A": "118000",
            "B": figure,
            "C": "99000",
        }
    (ask,) = read(desk_of["市生态环境局"], AIR, tmp_path).asks
    assert [words for _, words in ask.choices] == ["只收东岭县一行的数"]  # shares are not added
    found = read(desk_of["市财政局"], MONEY.replace("云东区,90000", "云东区,"), tmp_path)
    assert not found.faults and not said(found, "merged")
    assert "D" not in {line[0] for line in found.cells}


@pytest.mark.past_the_log
def test_two_units_that_went_into_a_third_are_one_figure_only_by_a_persons_word(desk_of, tmp_path):
    merge("D", "B")
    merge("C", "B")
    table = MONEY.replace("东岭,84000\n", "")
    (ask,) = read(desk_of["市财政局"], table, tmp_path).asks
    assert [words for _, words in ask.choices] == ["两家的数相加"]
    done = sheets.read_paste(desk_of["市财政局"], table.replace(",", "\t"), [ask.choices[0][0]])
    assert {line[0]: line[4] for line in done.cells} == {"A": "118000", "B": "189000"}
    (fault,) = read(desk_of["市生态环境局"], AIR.replace("东岭,88.25\n", ""), tmp_path).faults
    assert "请只留东岭县一行" in fault.remedy


@pytest.mark.past_the_log
def test_mergers_are_followed_to_the_end_and_never_round_in_circles(round, clerk):
    merge("D", "C")
    merge("C", "B")
    assert {code: one.into for code, one in merged_units(round).items()} == {"D": "B", "C": "B"}
    merge("B", "D")
    assert len(merged_units(round)) == 3


@pytest.mark.past_the_log
def test_a_merger_after_the_rounds_day_changes_nothing(desk_of, round, clerk, tmp_path):
    merge("D", "B", "2027-01-05")
    found = read(desk_of["市财政局"], MONEY, tmp_path)
    assert {line[0] for line in found.cells} == set("ABCD")
    assert not found.faults and not said(found, "merged")
    assert not Submission.objects.exists()
