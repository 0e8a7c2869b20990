"""What the benchmark compares is the same board: the peers agree. No clock is looked at."""

import dataclasses
import tempfile
from pathlib import Path

import numpy as np
import pytest

from baton.scoring.board import board
from baton.scoring.months import boards
from baton.scoring.rulebook.faults import find_faults
from bench import files, ours
from bench.agreement import differences, ours_as_arrays
from bench.columns import float_board
from bench.peers import libreoffice, numpy_float
from bench.peers.pandas_city import PandasCity
from bench.peers.pandas_nation import PandasNation
from bench.peers.workbook import CityWorkbook
from bench.workload import MONTHS, city, nation

TWO = MONTHS[:2]


@pytest.fixture(scope="module")
def year():
    """Two months of the city, and our totals and ranks."""
    work = city(TWO)
    ready = ours.ready_city(work)
    return work, ours_as_arrays(boards(ready.plan, ready.frame, TWO), len(TWO))


def test_the_rule_book_of_the_workload_is_free_of_faults():
    assert find_faults(city(TWO).rulebook) == []
    assert find_faults(nation(60, 4).rulebook) == []


def test_the_city_has_the_size_that_is_written():
    work = city(TWO)
    assert len(work.subjects) == 122
    assert sum(len(item.rows) for item in work.items) == 122 * 120
    assert sum(item.agreed for item in work.items) == 2260
    assert len({item.rule.method for item in work.items}) == 12


def test_float_peers_of_the_city_agree(year):
    work, mine = year
    floats = float_board(work)
    assert differences(work.group_of_row, mine, numpy_float.totals_and_ranks(floats)) == []
    assert differences(work.group_of_row, mine, PandasCity(floats).run()) == []


@pytest.mark.parametrize("groups", [1, 40])
def test_float_peers_of_the_nation_agree(groups):
    work = nation(600, groups)
    ready = ours.ready_nation(work)
    mine = ours_as_arrays(board(ready.plan, ready.frame, work.periods[0]), 1)
    floats = float_board(work)
    for theirs in (
        numpy_float.totals_and_ranks(floats), PandasNation(floats).run(), PandasCity(floats).run(),
    ):  # fmt: skip
        assert differences(work.group_of_row, mine, theirs) == []


def test_a_wrong_peer_is_found(year):
    work, (totals, ranks) = year
    assert differences(work.group_of_row, (totals, ranks), (totals + 0.001, ranks))
    swapped = ranks.copy()
    swapped[0, :2] = swapped[0, 1::-1]
    assert differences(work.group_of_row, (totals, ranks), (totals, swapped))


def test_months_are_months(year):
    work, (totals, _) = year
    ready = ours.ready_city(work)
    second = ours_as_arrays(board(ready.plan, ready.frame, TWO[1]), 1)
    assert np.array_equal(totals[1], second[0][0])


@pytest.mark.skipif(libreoffice.program() is None, reason="没有安装 LibreOffice")
def test_the_workbook_recalculates_to_the_same_board():
    work = city(MONTHS[:1])
    ready = ours.ready_city(work)
    mine = ours_as_arrays(board(ready.plan, ready.frame, MONTHS[0]), 1)
    with tempfile.TemporaryDirectory() as folder:
        sheet = libreoffice.recalculate(CityWorkbook(work), Path(folder), 1)
    assert differences(work.group_of_row, mine, (sheet.totals, sheet.ranks)) == []


@pytest.mark.parametrize(
    "measure",
    [files.read_figures, files.end_to_end, files.explain_one_cell, files.verify_and_archive],
)
def test_the_other_figures_can_be_measured(measure):
    lines = list(measure(True))
    assert lines
    assert all(dataclasses.asdict(line)["figure"] for line in lines)
