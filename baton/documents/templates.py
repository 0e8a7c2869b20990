"""空表: a workbook to fill in and hand back, with lists to choose from and the rule's own words beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from baton.punctuation import full_width
from baton.scoring.facts import Subject
from baton.scoring.plan import children_of

ROSTER_HEADS = (
    ("编号", "单位编号,可以就用名称"), ("名称", "全称"), ("种类", "单位或个人"), ("分组", "规则书里的分组"),
    ("上级", "上级单位的名称,没有就空着"), ("机构序", "非排名表的先后"), ("别名", "几个之间用、隔开"),
    ("生效", "如 2026-01-01,全年在册就空着"), ("失效", "合并、撤销的填最后一天"),
    ("所在单位", "领导填所在部门,几个的写 单位:份额"), ("考核组", "组间平衡用"), ("考核成绩单列", "是或否"),
)  # fmt: skip
ORDER = 5
AGREEMENT_HEADS = (
    ("单位", ""),
    ("指标", ""),
    ("栏目", "目标、分值等,见填写说明"),
    ("数值", "没有此任务写“无此任务”"),
)
EVENT_HEADS = (
    ("编号", ""), ("单位", ""), ("种类", ""), ("级别", ""), ("事项", "同一事项写同一名称"), ("日期", "文件落款日期"),
    ("有效期至", "否决的影响期,没有就空着"), ("文号", ""), ("角色", "牵头或配合"), ("件数", "默认 1"),
    ("分值", "级别不在表里时填"), ("上年已加", "上年已加的分值"), ("认定", "认定、待定、不予认定、免除"),
    ("已在指标扣", "是或否"), ("说明", ""),
)  # fmt: skip
DATA_HEADS = (
    ("单位", ""),
    ("指标", "数据项的名称"),
    ("期间", ""),
    ("数值", "空着算未报,不会当作 0"),
)
TALLY_HEADS = (
    ("单位", ""),
    ("指标", "数据项的名称"),
    ("期间", ""),
    ("类别", "票别或级别"),
    ("数值", "张数、件数,整数"),
)
SAMPLES = {"number": "如 86.4", "date": "如 2026-03-01", "tally": "整数,如 35"}
LAST = 5000


def write_template(
    rulebook: dict[str, Any],
    path: str | Path,
    *,
    roster: list[Subject] | None = None,
    lead: str | None = None,
    period: str | None = None,
) -> int:
    """Write an empty workbook for a rule book; returns how many data lines were prepared.

    ``roster`` fills the units in; ``lead`` keeps only the indicators of one lead unit; ``period`` is the
    period of the prepared lines (the calendar's last one when it is not given).
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheets = _Sheets(book, rulebook, roster or [], lead, period)
    sheets.guide()
    sheets.roster_sheet()
    sheets.agreement_sheet()
    lines = sheets.data_sheet()
    sheets.event_sheet()
    book.close()
    return lines


class _Sheets:
    def __init__(
        self,
        book: Any,
        rulebook: dict[str, Any],
        roster: list[Subject],
        lead: str | None,
        period: str | None,
    ) -> None:
        self.book, self.rulebook, self.lead = book, rulebook, lead
        self.roster = sorted(
            roster, key=lambda subject: (subject.group, subject.order, subject.subject)
        )
        calendar = rulebook["calendar"]
        self.only = period or ""
        self.period = period or (calendar[-1] if calendar else "")
        self.codes = {entry["group"]: _codes(rulebook, entry) for entry in rulebook["groups"]}
        self.items = [item for item in rulebook["items"] if lead in (None, item["lead"])]
        self.data = {entry["code"]: entry for entry in rulebook["data"]}
        self.head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "bg_color": "#E8EEF7",
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self.cell = book.add_format({"border": 1})
        self.open = book.add_format({"border": 1, "bg_color": "#FFFDE7"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def guide(self) -> None:
        """填写说明: each indicator with its own sentence, data, unit of measure and agreement columns."""
        sheet = self.book.add_worksheet("填写说明")
        lines = [
            (
                "怎么填",
                "只填浅黄的格子;空着的算未报,不会当作 0。写“无此任务”“未测”“缺报”等词都认得。",
            ),
            ("怎么交", "填好保存,原样交回;请粘贴为数值,不要留公式。"),
        ]
        row = 0
        for title, text in lines:
            sheet.write_string(row, 0, title, self.head)
            sheet.write_string(row, 1, full_width(text), self.wrap)
            row += 1
        row += 1
        for at, text in enumerate(
            ("指标", "评分办法", "数据项", "计量单位", "怎么写", "责任书栏目", "牵头单位")
        ):
            sheet.write_string(row, at, text, self.head)
        for item in self.items:
            row += 1
            inputs = [self.data[entry["item"]] for entry in item["data"].values()]
            for at, text in enumerate((
                item["name"], item["sentence"], "、".join(entry["name"] for entry in inputs),
                "、".join(entry["unit"] for entry in inputs if entry["unit"]),
                ";".join(dict.fromkeys(_sample(entry, item) for entry in inputs)),
                "、".join(_fields(item)), item["lead"],
            )):  # fmt: skip
                sheet.write_string(row, at, text, self.wrap)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 6, 18)

    def roster_sheet(self) -> None:
        """名册, filled in where it is known."""
        sheet = self._sheet("名册", ROSTER_HEADS)
        names = {subject.subject: subject.name for subject in self.roster}
        for row, subject in enumerate(self.roster, start=1):
            links = "、".join(f"{names.get(unit, unit)}:{share}" for unit, share in subject.links)
            for at, text in enumerate((
                subject.subject, subject.name, "个人" if subject.kind == "person" else "单位", subject.group,
                names.get(subject.parent, subject.parent), str(subject.order), "、".join(subject.aliases),
                subject.start, subject.end, links, subject.team, "是" if subject.listing == "separate" else "",
            )):  # fmt: skip
                if text:
                    (sheet.write_number if at == ORDER else sheet.write_string)(
                        row, at, int(text) if at == ORDER else text, self.cell
                    )
        groups = [entry["group"] for entry in self.rulebook["groups"]]
        self._choose(sheet, 2, ["单位", "个人"])
        self._choose(sheet, 3, groups)
        self._choose(sheet, 11, ["是", "否"])

    def agreement_sheet(self) -> None:
        """责任书: a line for every value that the rule book asks the agreement for."""
        sheet = self._sheet("责任书", AGREEMENT_HEADS)
        row = 1
        for item in self.items:
            for field in _fields(item):
                subjects = self._subjects(item)
                for subject in subjects:
                    self._line(sheet, row, (subject.name or subject.subject, item["name"], field))
                    row += 1
                self._hint(sheet, row - len(subjects), row - 1, 3, item["name"], item["sentence"])
        self._units(sheet, 0)

    def data_sheet(self) -> int:
        """数据: one figure per line for every unit, data item and period; 票数 have a sheet with their own keys."""
        sheet, tallies = self._sheet("数据", DATA_HEADS), None
        rows = {"数据": 1, "票数": 1}
        for item, data, period in self._wanted():
            subjects, name, cells = self._subjects(item), "数据", [""]
            target = sheet
            if data["kind"] == "tally":
                cells, name = _tally_keys(item), "票数"
                tallies = target = tallies or self._sheet("数据-票数", TALLY_HEADS)
            first = rows[name]
            for subject in subjects:
                for key in cells:
                    named = (subject.name or subject.subject, data["name"], period)
                    self._line(target, rows[name], (*named, key) if name == "票数" else named)
                    rows[name] += 1
            column = 4 if name == "票数" else 3
            text = f"{item['sentence']}({_sample(data, item)})"
            self._hint(target, first, rows[name] - 1, column, data["name"], text)
        self._units(sheet, 0)
        note = "计量单位和写法见“填写说明”;不要写公式,不要带单位文字"
        sheet.write_comment(0, 3, full_width(note))
        return sum(rows.values()) - 2

    def _wanted(self) -> Iterator[tuple[dict[str, Any], dict[str, Any], str]]:
        """Every data item and period that some indicator takes, once, with the first indicator that does."""
        seen: set[tuple[str, str]] = set()
        for item in self.items:
            for entry in item["data"].values():
                for period in _periods(item, entry, self.period):
                    asked = not self.only or period == self.only
                    if asked and (entry["item"], period) not in seen:
                        seen.add((entry["item"], period))
                        yield item, self.data[entry["item"]], period

    def _line(self, sheet: Any, row: int, texts: tuple[str, ...]) -> None:
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, self.cell)
        sheet.write_blank(row, len(texts), None, self.open)

    def _hint(self, sheet: Any, first: int, last: int, column: int, title: str, text: str) -> None:
        """The rule's own sentence beside the cells it is about, shown when one of them is chosen."""
        if last >= first:
            shown = {
                "validate": "any",
                "input_title": title[:32],
                "input_message": text[:255] or title,
            }
            sheet.data_validation(first, column, last, column, shown)

    def event_sheet(self) -> None:
        """事件: commendations, deductions, vetoes, with the rule book's kinds and levels to choose from."""
        sheet = self._sheet("事件", EVENT_HEADS)
        kinds, levels = _events(self.rulebook)
        self._units(sheet, 1)
        self._choose(sheet, 2, kinds)
        self._choose(sheet, 3, levels)
        self._choose(sheet, 8, ["牵头", "配合"])
        self._choose(sheet, 12, ["认定", "待定", "不予认定", "免除"])
        self._choose(sheet, 13, ["是", "否"])

    def _sheet(self, name: str, heads: tuple[tuple[str, str], ...]) -> Any:
        sheet = self.book.add_worksheet(name)
        for at, (text, note) in enumerate(heads):
            sheet.write_string(0, at, text, self.head)
            if note:
                sheet.write_comment(0, at, full_width(note))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 16)
        return sheet

    def _subjects(self, item: dict[str, Any]) -> list[Subject]:
        """Units whose tree has the indicator for certain; own indicators are left to the agreement."""
        if item["applies"] == "agreed":
            return []
        return [
            subject
            for subject in self.roster
            if item["code"] in self.codes.get(subject.group, frozenset())
        ]

    def _units(self, sheet: Any, column: int) -> None:
        if self.roster:
            last = len(self.roster) + 1
            rule = {"validate": "list", "source": f"=名册!$B$2:$B${last}", "ignore_blank": True}
            sheet.data_validation(1, column, LAST, column, rule)

    def _choose(self, sheet: Any, column: int, words: list[str]) -> None:
        if words and sum(map(len, words)) + len(words) < 250:
            sheet.data_validation(1, column, LAST, column, {"validate": "list", "source": words})


def _fields(item: dict[str, Any]) -> list[str]:
    """Agreement columns an indicator asks for, each once."""
    found: list[str] = []
    stack: list[Any] = [
        item["params"],
        item["points"],
        item["coefficient"],
        item["cap"],
        item["floor"],
    ]
    while stack:
        value = stack.pop(0)
        if isinstance(value, dict):
            if set(value) == {"field"}:
                found.append(value["field"])
            else:
                stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return list(dict.fromkeys(found))


def _sample(data: dict[str, Any], item: dict[str, Any]) -> str:
    """How a figure is to be written."""
    if data["kind"] == "grade":
        words = item["params"].get("table")
        return "填:" + "、".join(words) if isinstance(words, dict) else "填等次"
    return SAMPLES[data["kind"]] + (f",单位:{data['unit']}" if data["unit"] else "")


def _periods(item: dict[str, Any], entry: dict[str, Any], usual: str) -> list[str]:
    """The periods whose figures an input takes; ``usual`` where the rule book leaves it to the reference period."""
    rounds = item["params"].get("rounds")
    if isinstance(rounds, list):
        return [entry if isinstance(entry, str) else str(entry["period"]) for entry in rounds]
    return (
        [str(period) for period in entry["periods"]]
        if isinstance(entry["periods"], list)
        else [usual]
    )


def _tally_keys(item: dict[str, Any]) -> list[str]:
    """The kinds of ballot or case that a rule knows; one open line where it knows none."""
    params = item["params"]
    levels = list(params.get("levels") or params.get("weights") or params.get("top") or [])
    levels += [word for word in params.get("excluded") or [] if word not in levels]
    if item["method"] == "rater_categories":
        return [
            f"{entry['category']}|{level}" for entry in params["categories"] for level in levels
        ]
    return levels or [""]


def _codes(rulebook: dict[str, Any], entry: dict[str, Any]) -> set[str]:
    nodes = {node["code"]: node for node in rulebook["nodes"]}
    found: set[str] = set()
    stack = [entry["root"], *entry["outside"]]
    while stack:
        code = stack.pop()
        found.add(code)
        if code in nodes:
            stack.extend(children_of(nodes[code]))
    return found


def _events(rulebook: dict[str, Any]) -> tuple[list[str], list[str]]:
    kinds = [veto["kind"] for veto in rulebook["vetoes"]]
    levels: list[str] = []
    for item in rulebook["items"]:
        if item["method"] == "ledger":
            kinds += item["params"]["kinds"]
            levels += item["params"]["levels"]
    return list(dict.fromkeys(kinds)), list(dict.fromkeys(levels))
