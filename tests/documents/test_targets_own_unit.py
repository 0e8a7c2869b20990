"""责任书里一格自己写着单位的: carried over exactly where files are read without anybody to ask, never taken for something else."""

import pytest

from tests.documents.test_office_loading import book, load

__all__ = ["book"]
AGREEMENT = "单位,指标,栏目,数值\n临江县,一般公共预算收入,目标,{}\n东岭县,一般公共预算收入,目标,10\n*,整改,期限,2026-10-31\n"


def target(facts):
    return next(line[3] for line in facts["agreement"]["rows"] if line[:2] == ["1", "F01"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("120000万元", "12"), ("12亿元", "12"), ("1200000000元", "12"), ("12", "12")],
)
def test_a_cell_that_spells_out_its_unit_is_carried_over(book, tmp_path, written, meant):
    facts, problems = load(book, tmp_path, 责任书=AGREEMENT.format(written))
    assert facts is not None and target(facts) == meant
    assert ("读作 12 亿元" in problems.listing()) == (written != "12")


def test_a_bare_ten_thousand_is_a_fault_where_two_things_may_be_meant(book, tmp_path):
    facts, problems = load(book, tmp_path, 责任书=AGREEMENT.format("1.2万"))
    assert facts is None or "看不出是" in problems.listing()
