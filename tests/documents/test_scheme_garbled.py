"""Scheme tables whose heads, rows and merged cells are mixed up at random: read, or told in a sentence; never a crash."""

import sys
from random import Random

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.documents.scheme_table import (
    draft_rulebook,
    majors_of,
    prose,
    read_scheme,
    whole_of,
)
from baton.documents.scheme_table.sources import Source
from baton.documents.scheme_table.words import HEADS, LEVELS
from baton.scoring.rulebook import find_faults
from tests.documents.scheme_shapes import ABOVE, LEFT, excel, merges, table, word

WORDS = [*(word for level in LEVELS for word in level[:3]), *(word for words in HEADS.values() for word in words[:3]), "名称", "", "配备", "权重(%)", "分值（100分）"]  # fmt: skip
CELLS = [
    "", "", "30", "20分", "15%", "０．５", "≤5", "+2", "-3", "系数0.95", "—", "合计", "小 计", "总分（100分）", "一、经济发展（60分）",
    "二、民生(40%)", "加分项", "减分项", "一票否决", "安全生产（20分）", "（1）到位资金", "3.招商引资【30分】", "（续表）", "注：见附件",
    "国家级加3分，最高5分", "发生事故的，取消评优资格", "完成得满分，每低1个百分点扣0.5分", "县财政局", "各部门", "1", "2026", "\n", "（", "NaN", "∞", "1e9",
]  # fmt: skip
USUAL = ["一级指标", "权重", "二级指标", "三级指标", "分值", "评分办法", "考核单位"]


def garbled(random):
    """A head of one or two rows, most of it as usual, over rows of anything, with cells merged anywhere."""
    wild = random.choice([0.04, 0.2, 1])
    heads = random.sample(USUAL, len(USUAL)) if random.random() < wild else list(USUAL)
    heads = [random.choice(WORDS) if random.random() < wild / 4 else head for head in heads]
    rows = [
        [random.choice(CELLS) if random.random() < wild else _usual(head, at) for head in heads]
        for at in range(random.randrange(9))
    ]
    rows = [heads, *([[random.choice([*WORDS, ABOVE]) for _ in heads]] if random.random() < wild else []), *rows]  # fmt: skip
    if random.random() < wild:
        rows.insert(0, ["2026年度考核指标", *[random.choice([LEFT, ""])] * (len(heads) - 1)])
    if random.random() < wild:
        rows.append(list(heads))
    for at, row in enumerate(rows):
        for column in range(len(row)):
            if at and random.random() < wild / 8:
                row[column] = ABOVE
            elif column and random.random() < wild / 10:
                row[column] = LEFT
    return _sound(rows)


def _usual(head, at):
    """What stands under a head in a table that is as it should be."""
    told = {
        "一级指标": f"大项{at // 3}",
        "权重": "60",
        "二级指标": f"中项{at // 2}",
        "三级指标": f"指标{at}",
        "分值": "20",
    }
    return told.get(head, "按完成率计。")


def _sound(rows):
    """The drawing without merges that would overlap: such a mark becomes an empty cell."""
    taken = set()
    for top, left, bottom, right in list(merges(rows)):
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}  # fmt: skip
        if area & taken or any(rows[r][c] not in (ABOVE, LEFT) for r, c in area - {(top, left)}):
            for row, column in area - taken - {(top, left)}:
                rows[row][column] = "" if rows[row][column] in (ABOVE, LEFT) else rows[row][column]
        else:
            taken |= area
    return rows


def _merged_at_most_once(rows):
    seen = set()
    for top, left, bottom, right in merges(rows):
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}  # fmt: skip
        if area & seen:
            return False
        seen |= area
    return True


def drawings(seed, many):
    """As many drawings as asked for, each with a line over it, whose merged cells do not overlap."""
    random = Random(seed)
    while many:
        rows = garbled(random)
        if _merged_at_most_once(rows):
            many -= 1
            yield rows, random.choice(["", "一、经济发展（60分）"])


def test_a_garbled_table_is_read_or_told(monkeypatch):
    read = 0
    for rows, caption in drawings(1, 500):
        made = Source([table(rows, caption)])
        for name in ("tables", "sayings"):
            module = sys.modules[f"baton.documents.scheme_table.{name}"]
            monkeypatch.setattr(module, "read_source", lambda path, problems, made=made: made)
        read += told("表.docx", rows)
    assert 100 < read < 450


def test_a_garbled_file_is_read_or_told(tmp_path):
    for number, (rows, caption) in enumerate(drawings(2, 16)):
        if number % 2:
            told(excel(tmp_path / "表.xlsx", ("表", rows)), rows)
        else:
            told(word(tmp_path / "表.docx", (caption, rows)), rows)


def told(path, drawing):
    """Whether indicators came in; whatever did not is told with a remedy."""
    problems, notes, asides, asked = Problems(), [], [], []
    found = read_scheme(path, problems=problems, notes=notes, asides=asides, asked=asked)
    prose(path)
    assert found or list(problems), drawing
    assert all(one.what and one.remedy for one in problems), drawing
    if not found or problems.error_count:
        return False
    majors_of(found), whole_of(found, "")
    book = draft_rulebook(found, name="方案", group="乡镇", period="2026", problems=problems)
    assert find_faults(book) == [], drawing
    again = Problems()
    assert read_rulebook_text(write_rulebook(book), "规则书.yaml", again), (again.listing(), drawing)  # fmt: skip
    return True
