"""Scheme tables with sentences that say what the rules should: under the table, and beside one indicator."""

import docx

from tests.journeys.test_first_morning import SCHEME
from tests.web.scheme.forms import PARTS, row, text
from tests.web.test_desk import hidden, upload

UNDER = ("注：1.各牵头单位未按时报送数据的，该项按零分计。", "2.缺项的按其余指标折算。", "3.受不可抗力影响的，按组内平均分计。")  # fmt: skip
STRICT = "由市生态环境局评分，得分不得并列，按照前80%拉开3分。"
FIRST = ("总分相同的，先看优良天数比例，再看预算执行率。",)
TABLE = (*SCHEME[:-1], (*SCHEME[-1][:5], STRICT, *SCHEME[-1][6:]))
NAME = "污水集中处理率"


def told(folder, rows, notes):
    """A scheme table in Word with notes under it."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for at, line in enumerate(rows):
        for cell, said in zip(table.rows[at].cells, line, strict=True):
            cell.text = said
    for one in notes:
        document.add_paragraph(one)
    document.save(folder / "体系.docx")
    return (folder / "体系.docx").read_bytes()


def scheme_in(desk, content, group="县市区"):
    """The table looked at and taken in; what the look said."""
    given = {"year": "2026", "title": "云州市考核", "group": group}
    page = text(desk.post("/office/setup/scheme/", {**given, "file": upload("体系.docx", content)}))
    sent = {name: hidden(page, name) for name in ("ticket", "number", "edits")}
    desk.post("/office/setup/scheme/", {**given, **sent, "take": "1"})
    return page


def form(round):
    """Where the indicator whose sentence forbids ties is changed, and its form as it stands."""
    item = row(round, "items", NAME)
    return PARTS + f"items/{item['code']}/", {
        "name": item["name"], "points": item["points"], "where": "D2", "role": "ordinary", "sentence": item["sentence"],
        "definition": item["definition"], "lead": item["lead"], "scorer": item["scorer"], "source": item["source"],
        "unit": item["unit"],
    }  # fmt: skip
