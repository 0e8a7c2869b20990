"""Problems are gathered, listed with the errors first, and raised together."""

import pytest

from baton.documents.problems import KEPT, Faulty, Problem, Problems


def test_warnings_alone_stop_nobody() -> None:
    problems = Problems()
    problems.warn("表.xlsx", "有一个隐藏的工作表", "请核对", code="hidden")
    problems.raise_errors()
    assert (problems.error_count, problems.warning_count, len(problems)) == (0, 1, 1)


def test_all_faults_are_raised_together_errors_first() -> None:
    problems = Problems()
    problems.warn("表.xlsx", "提醒一句", code="w")
    problems.error(
        "表.xlsx·C7 (第7行第3列)", "“8I.2”的第2位像字母I", "要改成 81.2 吗?", code="number-letter"
    )
    with pytest.raises(Faulty) as refusal:
        problems.raise_errors()
    assert str(refusal.value).splitlines() == [
        "[错误] 表.xlsx·C7 (第7行第3列):“8I.2”的第2位像字母I → 要改成 81.2 吗?",
        "[提醒] 表.xlsx:提醒一句",
    ]
    assert refusal.value.problems == list(problems)


def test_a_listing_stops_at_its_limit_and_counts_the_rest() -> None:
    problems = Problems()
    problems.extend(Problem(f"第{i}行", "坏", "改") for i in range(250))
    assert problems.listing(100).splitlines()[-1].startswith("……另有 150 处")
    assert len(str(Faulty(problems)).splitlines()) == 201


def test_a_hopeless_file_does_not_fill_the_memory() -> None:
    problems = Problems()
    for i in range(KEPT + 5):
        problems.error(str(i), "坏")
    assert len(problems.errors) == KEPT
    assert problems.error_count == KEPT + 5
