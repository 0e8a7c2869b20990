"""小计: a subtotal may stand above or below what it adds up, and only a wrong one is named."""

import pytest

from baton.desk.intake import sheets
from tests.sent import UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
HEAD, VALUES = ["单位", "实际利用外资"], [20000, 21000, 22000, 23000]
ROWS = [list(row) for row in zip(UNITS, VALUES, strict=True)]
TOTAL = ["合计", 86000]


@pytest.fixture
def odd(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk), clerk)["市商务局"]

    def reading(*rows):
        read = sheets.read_file(sheet, book(tmp_path / "表.xlsx", [HEAD, *rows]))
        assert [line[4] for line in read.cells] == list(map(str, VALUES)) and not read.faults
        return [one.sentence.partition("，见")[0] for one in read.oddities]

    return reading


@pytest.mark.parametrize("first", [[], [TOTAL]])
def test_above_its_members_it_is_right_and_a_wrong_one_is_named(odd, first):
    last = [] if first else [TOTAL]
    two = [["县小计", 41000], *ROWS[:2], ["市区小计", 45000], *ROWS[2:]]
    assert odd(*first, *two, *last) == []
    two[0] = ["县小计", 41500]
    assert odd(*first, *two, *last) == ["小计写的是 41500，各格算出来是 41000"]
    two[0], two[3] = ["县小计", 41000], ["市区小计", 45500]
    assert odd(*first, *two, *last) == ["小计写的是 45500，各格算出来是 45000"]


def test_below_its_members_it_is_read_as_before(odd):
    two = [*ROWS[:2], ["小计", 41000], *ROWS[2:], ["小计", 45000], TOTAL]
    assert odd(*two) == []
    two[2] = ["小计", 41500]
    assert odd(*two) == ["小计写的是 41500，各格算出来是 41000"]
