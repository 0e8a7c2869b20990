"""动了什么: only figures that the rules take are told as changes, not those of another period of the year."""

from dataclasses import replace

from baton.documents.reasons import reasons
from tests import stories


def test_a_quarters_figure_is_no_change_of_the_years_draft(tmp_path):
    book, facts = stories.office(tmp_path / "office")
    unit, item, period = next((line[0], line[1], line[2]) for line in facts.observations if line[4])
    assert book["items"][0]["data"]["x"]["periods"] == "@" and period == facts.as_of == "全年"
    quarter = (unit, item, "上半年", "", "55", "reported", "季报.xlsx", "")
    also = replace(facts, observations=[*facts.observations, quarter])
    assert reasons(facts, also, [book, book], [unit]) == {}
    own = [(*line[:4], "1", *line[5:]) if tuple(line[:3]) == (unit, item, period) else line for line in facts.observations]  # fmt: skip
    (found,) = reasons(facts, replace(facts, observations=own), [book, book], [unit])[unit]
    assert found.new.startswith("1") and "全年" in found.what
