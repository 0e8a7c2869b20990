"""谁牵头: what coefficients took stands under the lead unit of the indicator behind them, in every paper."""

import pytest

from baton.desk.papers.checking import checks
from baton.desk.papers.lead_losses import lead_losses
from baton.desk.papers.letters import letters
from tests.web.test_boards import product

__all__ = ["product"]
pytestmark = pytest.mark.django_db
FACTOR = "空气优良天数比例系数"


def test_a_loss_by_a_coefficient_has_the_lead_unit_of_the_indicator_behind_it(product):
    found = {one.lead: [line.item for line in one.lines] for one in lead_losses(product)}
    assert FACTOR in found["市生态环境局"] and "" not in found
    told = [loss for letter in letters(product) for loss in letter.losses if loss[0] == FACTOR]
    assert told and {loss[4] for loss in told} == {"市生态环境局"}
    rows = [line for check in checks(product) for line in check.lines if line.name == FACTOR]
    assert {line.lead for line in rows} == {"市生态环境局"}
