"""The round whose lead units' tables are received, unless a test brings one of its own."""

import pytest

from tests.retold import retold
from tests.sent import open_round, owed


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk)


@pytest.fixture
@retold
def desk_of(round, clerk):
    return owed(round, clerk)
