"""计量单位写了两处: in the heading, the cells, the title or a column of its own; read where they agree, else asked about once."""

import pytest

from baton.desk.intake import sheets
from baton.desk.intake.sheet_answers import AS_IS
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
COUNTS = (12000, 30000, 20000, 15000)


@pytest.fixture
def read(clerk, tmp_path):
    """Reads rows for an indicator that is counted in a unit of measure."""

    def _read(unit, rows, said=()):
        rules = RULEBOOK.replace("实际利用外资, 单位: 万元", f'事故起数, 单位: "{unit}"')
        if "sheet" not in made:
            made["sheet"] = owed(open_round(tmp_path / "round", clerk, rules=rules), clerk)["市商务局"]  # fmt: skip
        path = book(tmp_path / "表.xlsx", rows)
        return sheets.read_file(made["sheet"], path, name="表.xlsx", said=said)

    made = {}
    return _read


def table(head, cell="{}", above=(), beside=None):
    named = [] if beside is None else [beside]
    rows = [["单位", *(["计量单位"] if named else []), head]]
    return [*above, *rows, *[(unit, *named, cell.format(count) if cell != "{}" else count) for unit, count in zip(UNITS, COUNTS, strict=True)]]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "rows"),
    [
        ("起", table("事故起数（起）", "{}起")),
        ("起", table("事故起数", "{}起", beside="起")),
        ("起", table("实际完成", above=[["2026年事故起数（起）"]], beside="起")),
        ("人", table("事故起数（人次）", "{}人次")),
        ("人", table("事故起数", "{}名", beside="人")),
        ("万人", table("事故起数（万人）", "{}万人次")),
    ],
)
def test_a_unit_that_is_written_twice_and_agrees_is_read_without_a_question(read, unit, rows):
    found = read(unit, rows)
    assert not found.faults and not found.asks
    assert [line[4] for line in found.cells] == [str(one) for one in COUNTS]


@pytest.mark.parametrize(
    "rows",
    [
        table("事故起数（件）", "{}件"),
        table("事故起数（起）", "{}件"),
        table("事故起数", "{}件", beside="件"),
        table("事故起数", beside="件"),
        table("实际完成", above=[["2026年事故起数（件）"]], beside="件"),
    ],
)
def test_another_unit_is_asked_about_once_with_an_answer(read, rows):
    found = read("起", rows)
    assert not found.faults
    (ask,) = found.asks
    assert "表上写的单位是件，“事故起数”按起报，4 个数对不上" in ask.what
    (said, label), = ask.choices  # fmt: skip
    assert (said.value, label) == (AS_IS, "就是 12000 起")
    settled = read("起", rows, [said])
    assert not settled.asks and [line[4] for line in settled.cells] == [str(one) for one in COUNTS]


def test_a_unit_in_a_column_that_can_be_converted_is_offered_so(read):
    (ask,) = read("万元", table("事故起数", beside="元")).asks
    assert [label for _, label in ask.choices] == ["换算：12000 元是 1.2 万元", "就是 12000 万元"]


def test_a_column_that_says_different_things_is_left_alone(read):
    rows = table("事故起数", beside="元")
    rows[2] = (rows[2][0], "户", rows[2][2])
    assert not read("万元", rows).asks


def test_an_amount_is_no_number_of_cases(read):
    found = read("起", table("事故起数", "{}万元"))
    assert found.faults and "这一格的单位是“元”" in found.faults[0].what
