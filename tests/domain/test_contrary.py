"""表头说的是别的: whatever way a table was read, words that speak of something else than the item are asked about."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_other_years import NAMES, NEW, READ, taken
from tests.stories import open_round, owed

pytestmark = pytest.mark.django_db
AIR = ("91.3", "88.25", "93.4", "92")


@pytest.fixture
def desk_of(clerk, tmp_path):
    return owed(open_round(tmp_path / "two", clerk), clerk)


def down(*heads, values=NEW):
    rows = "".join(f"{name}\t{value}\n" for name, value in zip(NAMES, values, strict=True))
    return "".join(f"{head}\n" for head in heads) + rows


def across(*rows):
    return (
        "\t".join(["指标", "项目", *NAMES]) + "\n" + "".join("\t".join(row) + "\n" for row in rows)
    )


ODD = [
    down("2026年财政收入完成率（%）", "单位\t财政收入"),
    down("财政收入位次表", "单位\t财政收入"),
    down("任务分解表", "单位\t财政收入"),
    down("财政收入预计完成情况", "单位\t财政收入"),
    across(("财政收入", "高于全市", *NEW)),
    across(("财政收入", "同比提高", *NEW)),
    across(("财政收入", "占年度目标%", *NEW)),
    across(("财政收入", "2026年目标", *NEW)),
    across(("财政收入", "2025年", *NEW)),
    across(("财政收入", "预计完成", *NEW)),
    across(("财政收入", "总投资", *NEW)),
    across(("财政收入", "人次", *NEW)),
    across(("财政收入", "超全县", *NEW)),
    down("单位\t财政收入（当月）"),
    down("单位\t财政收入（预算数）（万元）"),
    down("单位\t财政收入（其中税收）"),
    down("单位\t财政收入（人均）（万元）"),
    down("单位\t财政收入（当月，万元）"),
    "单位\t指标\t完成数\n"
    + "".join(f"{n}\t财政收入（自评）\t{v}\n" for n, v in zip(NAMES, NEW, strict=True)),
    "单位\t财政收入\t备注\n"
    + "".join(f"{n}\t{v}\t上年数据\n" for n, v in zip(NAMES, NEW, strict=True)),
    "单位\t财政收入\t备注\n"
    + "".join(f"{n}\t{v}\t1-11月数\n" for n, v in zip(NAMES, NEW, strict=True)),
    down("2026年度目标任务", "单位\t财政收入"),
    down("云州市2026年度财政目标任务表", "单位\t财政收入"),
    down("2026年财政工作目标", "单位\t财政收入"),
    down("各县区2026年任务数", "单位\t财政收入"),
    down("2026年度责任书", "单位\t财政收入"),
    down("主要指标排名（按增速）", "单位\t财政收入"),
    down("2026年主要指标增速（%）", "单位\t财政收入"),
    down("完成进度表", "单位\t财政收入"),
    "指标\t临江县\t东岭\t石桥市\t云东区\n\t1-11月\t1-11月\t1-11月\t1-11月\n财政收入\t118000\t84000\t99000\t90000\n",
]


@pytest.mark.parametrize("table", ODD)
def test_words_of_something_else_are_asked_about_and_can_be_answered(desk_of, table):
    sheet = desk_of["市财政局"]
    read = sheets.read_paste(sheet, table)
    if not read.cells:
        assert read.asks or read.faults  # another question, or refused: never in silence
        return
    asks = [one for one in read.asks if one.choices[0][0].what == "contrary"]
    assert len(asks) == 1 and "财政收入" in asks[0].what, [one.what for one in read.asks]
    gone, own = (sheets.read_paste(sheet, table, [said]) for said, _ in asks[0].choices)
    assert not gone.cells
    assert taken(own) == READ and not own.asks and "核实后照收" in own.answers.used[-1].told


PLAIN = [
    down("单位\t财政收入"),
    down("2026年目标责任制考核财政收入完成情况", "单位\t财政收入"),
    down("2026年主要指标目标任务完成情况表", "单位\t财政收入完成数"),
    down("单位\t财政收入（满分60分）"),
    down("单位\t财政收入（万元，累计）"),
    down("单位\t财政收入（石桥市）"),
    "序号\t指标\t计量单位\t牵头单位\t临江县\t东岭\t石桥市\t云东区\n1\t财政收入\t万元\t市财政局\t118000\t84000\t99000\t90000\n",
    "类别\t指标\t临江县\t东岭\t石桥市\t云东区\n经济发展\t财政收入\t118000\t84000\t99000\t90000\n",
    "单位\t财政收入\t备注\n" + "".join(f"{n}\t{v}\t已核\n" for n, v in zip(NAMES, NEW, strict=True)),
    down("2026年度目标责任制考核财政指标数据表", "单位\t财政收入"),
    down("2026年财政收入总量及增速", "单位\t财政收入"),
    down("重点任务推进情况", "单位\t财政收入"),
    down("目标分解及完成情况", "单位\t财政收入"),
    down("财政收入完成情况及排名", "单位\t财政收入"),
    down("单位\t财政收入完成数（万元）"),
    down("单位\t一般公共预算收入完成情况"),
    across(("财政收入", "完成", *NEW)),
    across(("财政收入", "2026年", *NEW)),
    "单位\t财政收入\t\t\n\t目标\t完成\t完成率\n" + "".join(f"{n}\t120000\t{v}\t98.3\n" for n, v in zip(NAMES, NEW, strict=True)),
    "单位\t财政收入\t位次\n" + "".join(f"{n}\t{v}\t1\n" for n, v in zip(NAMES, NEW, strict=True)),
]  # fmt: skip


@pytest.mark.parametrize("table", PLAIN)
def test_usual_words_are_not_asked_about(desk_of, table):
    read = sheets.read_paste(desk_of["市财政局"], table)
    assert taken(read) == READ and not read.asks and not read.faults


@pytest.mark.parametrize("head", ["优良天数比例", "优良天数比例（%）", "空气优良天数比例（%）", "优良天数比例完成情况"])  # fmt: skip
def test_words_that_belong_to_the_items_name_are_its_own(desk_of, head):
    read = sheets.read_paste(desk_of["市生态环境局"], down(f"单位\t{head}", values=AIR))
    assert len(read.cells) == 4 and not read.asks


@pytest.mark.parametrize("title", ["2026年下半年财政收入情况表", "下半年财政收入"])
def test_the_second_half_alone_is_no_year(desk_of, title):
    (ask,) = sheets.read_paste(desk_of["市财政局"], down(title, "单位\t财政收入")).asks
    assert "会当作全年的数" in ask.what


def test_another_period_over_a_column_that_was_pointed_at_is_still_asked_about(desk_of):
    from baton.desk.intake.pointing import said_of

    said = said_of("", names="0", first="2", items={"1": "财政收入"}, sideways=False)
    table = down("单位\t上半年执行数")
    (ask,) = sheets.read_paste(desk_of["市财政局"], table, [said]).asks
    assert "上半年执行数" in ask.what
    done = sheets.read_paste(desk_of["市财政局"], table, [said, ask.choices[1][0]])
    assert taken(done) == READ and not done.asks


def test_what_a_person_pointed_at_is_not_asked_again(desk_of):
    from baton.desk.intake.pointing import said_of

    table = down("单位\t2026年目标")
    said = said_of("", names="0", first="2", items={"1": "财政收入"}, sideways=False)
    read = sheets.read_paste(desk_of["市财政局"], table, [said])
    assert taken(read) == READ and not read.asks


@pytest.mark.parametrize("note", ["注：以上数据为2025年数", "注：以上为年度目标任务数", "备注：数据为预计数，以最终决算为准"])  # fmt: skip
def test_a_note_that_says_what_the_figures_are_is_a_doubt(desk_of, note):
    read = sheets.read_paste(desk_of["市财政局"], down("单位\t财政收入") + note + "\n")
    assert taken(read) == READ
    assert [one.sentence.split("“")[1].split("”")[0] for one in read.oddities] == [note]


@pytest.mark.parametrize("note", ["注：增速为与2025年同期相比", "注：单位为万元", "注：目标见责任书", "注：数据来源为市财政局"])  # fmt: skip
def test_other_notes_say_nothing_against_the_figures(desk_of, note):
    read = sheets.read_paste(desk_of["市财政局"], down("单位\t财政收入") + note + "\n")
    assert taken(read) == READ and not [one for one in read.oddities if one.kind == "misplaced"]
