"""复算去年: what was announced is read as it was printed, every difference is found and given its likely cause."""

import pytest
from django.db import connection
from openpyxl import Workbook

from baton.desk import folders
from baton.desk.care import custody
from baton.desk.reproducing import taking, years
from baton.desk.reproducing.announced import column_names
from baton.desk.reproducing.answers import answers, settling, summed_up
from baton.desk.reproducing.books import Table
from baton.desk.reproducing.causes import causes
from baton.desk.reproducing.differences import compared, cut
from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.published import GRADE, RANK, TOTAL, read_published
from baton.domain.assessment import queries as runs
from baton.domain.facts.models import Current
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.orgs.models import Standing
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries, services
from baton.domain.reproductions.models import Publication
from baton.domain.rounds.models import Round
from baton.scoring import score
from tests import stories
from tests.domain.test_custody import edit

RIGHT = "单位,一般公共预算收入,空气优良天数比例,加分,总分,名次\n临江县,59,39.65,0,98.65,3\n东岭县,60,38.125,0,98.13,4\n石桥市,59.4,40,0,99.4,2\n云东区,60,40,0,100,1\n"  # fmt: skip


@pytest.fixture
def year(tmp_path):
    """Last year's files beside each other: rule book, roster, agreement, two sheets."""
    for name, text in (
        ("规则书.yaml", stories.RULEBOOK), ("名册.csv", stories.ROSTER), ("责任书.csv", stories.AGREEMENT),
        ("财政.csv", stories.MONEY), ("空气.csv", stories.AIR),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def result(year):
    """The year's result."""
    book, facts = folders.read_folder(year / "规则书.yaml", year, as_of="全年", on="2026-12-31")
    return score(book, facts)


def announced(result, path, text=""):
    """An announced table read for a result: cells, heads passed over, problems."""
    if text:
        path.write_text(text, encoding="utf-8")
    problems = Problems()
    roster = result.plan.facts.roster
    units = NameBook({one.subject: one.name for one in roster}, {}, kind="单位")
    read = read_published(
        path, units=units, columns=column_names(result.plan.rulebook), problems=problems
    )
    return read, [str(problem) for problem in problems]


def found(result, tmp_path, text):
    read, problems = announced(result, tmp_path / "公布.csv", text)
    assert problems == []
    comparison = compared(result, read.cells)
    return comparison, causes(result, comparison)


def told(likely):
    return [(one.kind, one.sentence, sorted(one.cells), one.broken) for one in likely]


def test_a_right_table_has_no_difference(result, tmp_path):
    comparison, likely = found(result, tmp_path, RIGHT)
    assert (comparison.count, comparison.equal, comparison.differences, likely) == (20, 20, [], [])


def test_numbers_count_with_the_digits_that_were_announced(result, tmp_path):
    """98.65 was announced as 98.7: equal. 98.6 is not."""
    rounded = RIGHT.replace("98.65", "98.7").replace("98.13", "98.1")
    assert found(result, tmp_path, rounded)[0].differences == []
    comparison, likely = found(result, tmp_path, rounded.replace("98.7", "98.6"))
    assert [(one.published, one.computed) for one in comparison.differences] == [("98.6", "98.7")]
    assert "去了尾" in likely[0].sentence


@pytest.mark.parametrize(
    ("wrong", "kind", "says"),
    [
        (("98.65,3", "98.65,1"), "typed", "按公布的总分，临江县应是第 3 名，公布的第 1 名像是手工填的"),
        (("98.65,3", "98.56,3"), "typed", "98.65 写成了 98.56，像是两位数字写颠倒了"),
        (("98.65,3", "96.85,3"), "typed", "98.65 写成了 96.85，像是两位数字写颠倒了"),
        (("59,39.65", "58,39.65"), "typed", "公布的各项之和对不上公布的总分，一般公共预算收入是 59 就对得上：58 像是写错了"),
        (("99.4,2", "59.4,4"), "missing", "公布的总分比各项之和少 40，正好是“空气优良天数比例”：像是漏加了"),
        (("99.4,2", "99.9,2"), "sum", "公布的总分比公布的各项之和多 0.5"),
        (("39.65,0,98.65", ",0,98.65"), "missing", "公布表上临江县的空气优良天数比例是空的"),
    ],
)  # fmt: skip
def test_a_table_that_contradicts_itself_is_told_so(result, tmp_path, wrong, kind, says):
    assert wrong[0] in RIGHT
    _, likely = found(result, tmp_path, RIGHT.replace(*wrong))
    assert (kind, says) in [(one.kind, one.sentence) for one in likely]


def test_a_part_that_the_total_was_made_of_is_no_misprint(result, tmp_path):
    """The total agrees with the announced part, and both differ from what was computed."""
    _, likely = found(result, tmp_path, RIGHT.replace("59,39.65,0,98.65,3", "57,39.65,0,96.65,4"))
    assert not [one for one in likely if "像是写错了" in one.sentence]


def in_papers():
    """The same indicators, the first two below a paper of their own whose sum nobody announced."""
    head, _, rest = stories.RULEBOOK.partition("  指标:\n")
    first, _, last = rest.partition("    加分:\n")
    deeper = "".join(f"    {line}\n" for line in first.splitlines())
    return f"{head}  大项:\n    P1:\n      名称: 经济与生态\n      指标:\n{deeper}  指标:\n    加分:\n{last}"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("99.4,2", "59.4,4"), "公布的总分比各项之和少 40，正好是“空气优良天数比例”：像是漏加了"),
        (("99.4,2", "99.9,2"), "公布的总分比公布的各项之和多 0.5"),
    ],
)
def test_a_total_without_one_item_is_told_where_only_the_items_were_announced(
    year, tmp_path, wrong, says
):
    (year / "规则书.yaml").write_text(in_papers(), encoding="utf-8")
    book, facts = folders.read_folder(year / "规则书.yaml", year, as_of="全年", on="2026-12-31")
    papers = score(book, facts)
    assert len(papers.plan.nodes) == 2
    _, likely = found(papers, tmp_path, RIGHT.replace(*wrong))
    assert says in [one.sentence for one in likely]


def test_another_reading_is_found_by_computing_the_year_with_it(result, tmp_path):
    """88.25 is 3.75 below 92: by whole points begun it is 4, so 38 instead of 38.125."""
    text = RIGHT.replace("39.65,0,98.65", "39.5,0,98.5").replace("38.125,0,98.13", "38,0,98")
    comparison, likely = found(result, tmp_path, text)
    assert len(comparison.differences) == 4
    best = likely[0]
    assert (best.kind, best.code, best.broken) == ("reading", "F2", 0)
    assert best.cells == {one.key for one in comparison.differences}
    assert "不足1个百分点" in best.sentence


def test_a_total_that_follows_from_its_part_says_so(result, tmp_path):
    text = RIGHT.replace("59,39.65,0,98.65,3", "57,39.65,0,96.65,4").replace("98.13,4", "98.13,3")
    _, likely = found(result, tmp_path, text)
    sentences = {sorted(one.cells)[0]: one.sentence for one in likely if one.kind == "follows"}
    assert sentences["A", TOTAL] == "总分随“一般公共预算收入”的差异而不同"
    assert sentences["B", RANK] == "名次随同组 1 个单位总分的差异而不同"


def test_heads_of_several_lines_and_typed_words_are_read(result, tmp_path):
    """Merged heads, 第3名, numbers that only look rounded, a note below, a column nobody knows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["云州市2026年度考核结果"])
    sheet.append(["单位", "经济发展", None, "综合得分", "名次", "考核等次", "经办人"])
    sheet.append([None, "一般公共预算收入", "空气优良天数比例", None, None, None, None])
    for column in "ADEFG":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.merge_cells("B2:C2")
    for line in (
        ["临江县", 59, 39.65, 98.6549999, "第3名", "良好", "张"], ["东岭县", 60, 38.125, 98.125, "4", "良好", "张"],
        ["石桥市", 59.4, 40, 99.4, "2（并列）", "优秀", "张"], ["云东区", 60, 40, 100, 1, "优秀", "张"],
    ):  # fmt: skip
        sheet.append(line)
    for row in range(4, 8):
        sheet.cell(row, 4).number_format = "0.00"
    sheet.append(["注：总分保留两位小数"])
    book.save(tmp_path / "公布.xlsx")
    read, problems = announced(result, tmp_path / "公布.xlsx")
    assert problems == []
    cells = {(one.subject, one.column): one.text for one in read.cells}
    assert cells["A", TOTAL] == "98.65" and cells["B", TOTAL] == "98.13"
    assert cells["A", RANK] == "3" and cells["C", RANK] == "2" and cells["C", GRADE] == "优秀"
    assert cells["B", "F2"] == "38.125" and len(cells) == 20
    assert [head for head in read.passed_over if "经办人" in head]


def test_every_bad_cell_of_an_announced_table_is_named(result, tmp_path):
    text = RIGHT.replace("临江县,59", "林江县,59").replace("98.13,4", "九十八,甲")
    _, problems = announced(result, tmp_path / "公布.csv", text)
    assert len(problems) == 3
    assert "林江县" in problems[0] and "临江县" in problems[0]
    assert any("九十八" in one for one in problems) and any("甲" in one for one in problems)


def test_a_file_that_is_no_table_says_what_is_needed(result, tmp_path):
    _, problems = announced(result, tmp_path / "公布.csv", "今年考核工作总结\n一切顺利\n")
    assert len(problems) == 1 and "没有认出公布的成绩表" in problems[0]


def test_cutting_is_exact():
    assert (
        cut("2.675", 2) == "2.68"
        and cut("-0.005", 2) == "-0.01"
        and cut("1.999", 2, down=True) == "1.99"
    )


def taken(year, clerk, at, text):
    (year / "公布.csv").write_text(text, encoding="utf-8")
    facts = [(year / name, name) for name in ("名册.csv", "责任书.csv", "财政.csv", "空气.csv")]
    read = years.read_year(2026, [Table(year / "规则书.yaml")], facts, [year / "公布.csv"])
    assert [str(fault) for fault in read.faults] == []
    sha256, size = store.put([text.encode()])
    file = files.keep(
        sha256=sha256, size=size, name="公布.csv", media_type="text/csv", by=clerk, at=at
    )
    return taking.take_year(found=read, title="", files=[file], by=clerk, at=at)


@pytest.mark.django_db
def test_a_year_taken_in_gives_the_same_differences_from_its_records(year, clerk, at):
    round = taken(year, clerk, at, RIGHT.replace("98.65,3", "98.56,3"))
    findings = years.findings(runs.provisional(round))
    assert [(one.name, one.published, one.computed) for one in findings.comparison.differences] == [
        ("临江县", "98.56", "98.65")
    ]
    assert custody.faults() == []


@pytest.mark.django_db
def test_people_without_a_group_are_written_down_and_keep_nothing_from_being_computed(
    year, clerk, at
):
    head, *lines = stories.ROSTER.splitlines()
    rows = [
        f"{head},种类,所在单位",
        *(f"{line},单位," for line in lines),
        "L1,王伟,,9,,个人,临江县",
        "L2,李强,,10,,个人,东岭县",
    ]
    (year / "名册.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    findings = years.findings(runs.provisional(taken(year, clerk, at, RIGHT)))
    assert findings.comparison.differences == []
    assert Standing.objects.get(unit__code="L1").group is None


@pytest.mark.django_db
def test_a_year_that_cannot_be_taken_leaves_nothing(year, clerk, at, monkeypatch):
    """It breaks in the middle: no roster, no scheme, no figure stays."""
    from baton.domain.schemes.models import Scheme

    def break_down(**_):
        raise Refused("磁盘满了")

    monkeypatch.setattr(taking, "keep_announced", break_down)
    with pytest.raises(Refused):
        taken(year, clerk, at, RIGHT)
    assert (Scheme.objects.count(), Round.objects.count(), Current.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_year_may_be_taken_in_again(year, clerk, at):
    first, second = (taken(year, clerk, at, RIGHT) for _ in range(2))
    assert first.name != second.name and first.scheme_id != second.scheme_id
    assert {one.pk for one in queries.reproduced()} == {first.pk, second.pk}


@pytest.mark.django_db
def test_an_explanation_holds_only_for_the_numbers_it_explains(year, clerk, at):
    wrong = RIGHT.replace("98.65,3", "98.56,3")
    round = taken(year, clerk, at, wrong)
    every = answers(round, years.findings(runs.provisional(round)))
    settled = settling(every, {every[0].value}, "typed", "当年手工誊抄，两位写反")
    assert services.settle(round=round, settled=settled, by=clerk, at=at) == 1
    found = years.findings(runs.provisional(round))
    summary = summed_up(answers(round, found), found)
    assert (summary.open, summary.explained) == (0, 1)
    other = read_cells(round, year, wrong.replace("98.56", "98.55"))
    taking.keep_announced(
        round=round, cells=other, file=Publication.objects.first().file, by=clerk, at=at
    )
    found = years.findings(runs.provisional(round))
    assert summed_up(answers(round, found), found).open == 1


def read_cells(round, year, text):
    (year / "另.csv").write_text(text, encoding="utf-8")
    cells, problems = years.read_again(round, year / "另.csv")
    assert problems.error_count == 0
    return cells


@pytest.mark.django_db
def test_refusals_tell_what_is_missing(year, clerk, at, leader):
    round = taken(year, clerk, at, RIGHT.replace("98.65,3", "98.56,3"))
    every = answers(round, years.findings(runs.provisional(round)))
    one = every[0].value
    for cause, note, says in (
        ("", "x", "原因"),
        ("typed", " ", "说明"),
        ("typed", "长" * 501, "500"),
    ):
        with pytest.raises(Refused, match=says):
            services.settle(
                round=round, settled=settling(every, {one}, cause, note), by=clerk, at=at
            )
    with pytest.raises(Refused, match="没有选中"):
        services.settle(round=round, settled=[], by=clerk, at=at)
    with pytest.raises(Refused, match="没有差异"):
        settling(every, {"Z\t@total"}, "typed", "x")
    with pytest.raises(Refused):
        services.settle(round=round, settled=settling(every, {one}, "typed", "x"), by=leader, at=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE reproductions_publication SET cells = replace(CAST(cells AS text), '98.56', '98.65')", "公布表"),
        ("UPDATE reproductions_settlement SET note = '没有差错'", "差异说明"),
        ("DELETE FROM reproductions_settlement WHERE subject = 'A'", "差异说明"),
    ],
)  # fmt: skip
@pytest.mark.past_the_log
def test_a_row_edited_behind_the_log_is_named(year, clerk, at, sql, said):
    """A DBA makes the announced number fit, or an explanation kinder."""
    round = taken(year, clerk, at, RIGHT.replace("98.65,3", "98.56,3"))
    every = answers(round, years.findings(runs.provisional(round)))
    services.settle(
        round=round, settled=settling(every, {every[0].value}, "typed", "誊抄写反"), by=clerk, at=at
    )
    assert custody.faults() == []
    if "CAST" in sql and connection.vendor == "postgresql":
        sql = sql.replace(
            "= replace(CAST(cells AS text), '98.56', '98.65')",
            "= replace(cells::text, '98.56', '98.65')::jsonb",
        )
    edit(sql)
    assert any(said in fault for fault in custody.faults())


def test_full_points_and_a_misspelt_first_unit_are_no_heads(result, tmp_path):
    text = RIGHT.replace("临江县,", "满分,60,40,,100,\n临江县,").replace("东岭县", "东陵县")
    read, problems = announced(result, tmp_path / "公布.csv", text)
    assert len(problems) == 1 and "东陵县" in problems[0]
    assert {(one.subject, one.column): one.text for one in read.cells}["A", "F1"] == "59"


@pytest.mark.django_db
def test_who_is_assessed_apart_today_but_was_ranked_then_is_ranked_again(year, monkeypatch):
    """Without that year's roster; otherwise the ranks of all behind would differ, with a false reason beside them."""
    roster = [[code, name, "unit", "县市区", "", order, "", "", "", "separate" if code == "B" else "ranked", [], []]
              for order, (code, name) in enumerate(zip("ABCD", ("临江县", "东岭县", "石桥市", "云东区"), strict=True), 1)]  # fmt: skip
    monkeypatch.setattr(years.orgs, "roster", lambda asked: roster if asked == 2027 else [])
    (year / "公布.csv").write_text(RIGHT, encoding="utf-8")
    facts = [(year / name, name) for name in ("责任书.csv", "财政.csv", "空气.csv")]
    read = years.read_year(2026, [Table(year / "规则书.yaml")], facts, [year / "公布.csv"])
    assert [str(fault) for fault in read.faults] == []
    assert read.comparison.differences == [] and "东岭县单列，公布的表有名次" in read.notes[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["—", "单列"])
def test_who_is_ranked_today_but_was_apart_then_is_apart_again(year, monkeypatch, word):
    """A roster of another year ranks 东岭县; the table gives it a total, no rank and 单列 for a grade."""
    roster = [[code, name, "unit", "县市区", "", order, "", "", "", "ranked", [], []]
              for order, (code, name) in enumerate(zip("ABCD", ("临江县", "东岭县", "石桥市", "云东区"), strict=True), 1)]  # fmt: skip
    monkeypatch.setattr(years.orgs, "roster", lambda asked: roster if asked == 2027 else [])
    lines = ["单位,总分,名次,等次", "临江县,98.65,2,", "石桥市,99.4,1,", f"云东区,100,{word},单列", "东岭县,98.13,3,"]  # fmt: skip
    (year / "公布.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    facts = [(year / name, name) for name in ("责任书.csv", "财政.csv", "空气.csv")]
    read = years.read_year(2026, [Table(year / "规则书.yaml")], facts, [year / "公布.csv"])
    assert [str(fault) for fault in read.faults] == []
    assert read.comparison.differences == []
    assert "云东区参加排名，公布的表有总分、没有名次：照单列复算" in read.notes[-1]
    assert {one.subject: one.listing for one in read.fresh.roster}["D"] == "separate"


def test_a_rank_follows_only_a_total_that_changes_sides(result, tmp_path):
    """临江县's total differs without passing anybody: 石桥市's wrong rank has another cause."""
    wrong = RIGHT.replace("0,98.65,3", "0,98.66,3").replace("99.4,2", "99.4,1")
    _, likely = found(result, tmp_path, wrong)
    assert not [one for one in likely if ("C", RANK) in one.cells and "总分的差异" in one.sentence]
