"""One Chinese term, one English word, one word in the code."""

import re
from collections import Counter

import pytest

from tests.architecture.tree import ROOT

ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| `([a-z_]+)` \| [^|]+ \|$", re.M)


def repeated(glossary: str) -> list[str]:
    """The words that stand in one column twice."""
    columns = zip(*ROW.findall(glossary), strict=True)
    return [word for column in columns for word, times in Counter(column).items() if times > 1]


def unreadable(glossary: str) -> list[str]:
    """Table rows that do not have the four columns."""
    rows = [line for line in glossary.splitlines() if line.startswith("|")]
    return [row for row in rows if not ROW.match(row) and not row.startswith(("| 中文 |", "|---"))]


def test_every_word_stands_for_one_thing():
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    assert ROW.findall(glossary)
    assert unreadable(glossary) == []
    assert repeated(glossary) == []


@pytest.mark.parametrize(
    "planted",
    [
        "| 名次 | place | `place` | x |",
        "| 位次 | rank | `place` | x |",
        "| 位次 | place | `rank` | x |",
    ],
)
def test_a_second_word_for_one_thing_is_found(planted):
    assert repeated("| 名次 | rank | `rank` | x |\n" + planted + "\n")


def test_a_broken_row_is_found():
    assert unreadable("| 名次 | rank | rank | x |\n")
