"""The office that the tests of the command work in."""

from pathlib import Path

import pytest

from tests.cli.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)
