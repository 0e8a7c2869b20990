"""What is generated from the table of specifications is current, and the page's example works."""

import re
from pathlib import Path

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.documents.rulebook.pages import refreshed, schema_text
from baton.scoring.rulebook import METHODS, undeclared

FOLDER = Path(__file__).resolve().parents[3] / "docs/reference"
PAGE = (FOLDER / "rulebook.md").read_text("utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.S)[1]


def test_the_page_is_current():
    assert refreshed(PAGE) == PAGE, "请运行 python -m baton.documents.rulebook.pages"
    assert all(f"| {m.number} | {m.title} |" in PAGE for m in METHODS.values())


def test_the_schema_is_current():
    current = (FOLDER / "rulebook.schema.json").read_text("utf-8")
    assert current == schema_text(), "请运行 python -m baton.documents.rulebook.pages"


def test_the_example_of_the_page_reads_without_a_problem():
    problems = Problems()
    book = read_rulebook_text(EXAMPLE, "例子.yaml", problems)
    assert list(problems) == []
    assert undeclared(book) == []
    assert read_rulebook_text(write_rulebook(book), "写回.yaml", problems) == book
    assert list(problems) == []
