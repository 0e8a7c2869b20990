"""空表: a workbook to fill in and hand back, with lists to choose from and the rule's own words beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from baton.scoring.facts import Subject
from baton.scoring.plan import children_of

ROSTER_HEADS = (
    ("编号", "单位编号,可以就用名称"), ("名称", "全称"), ("种类", "单位或个人"), ("分组", "规则书里的分组"),
    ("上级", "上级单位的名称,没有就空着"), ("机构序", "非排名表的先后"), ("别名", "几个之间用、隔开"),
    ("生效", "如 2026-01-01,全年在册就空着"), ("失效", "合并、撤销的填最后一天"),
    ("所在单位", "领导填所在部门,几个的写 单位:份额"), ("考核组", "组间平衡用"), ("考核成绩单列", "是或否"),
)  # fmt: skip
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
        self.period = period or (calendar[-1] if calendar else "")
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
            sheet.write_string(row, 1, text, self.wrap)
            row += 1
        row += 1
        for at, text in enumerate(
            ("指标", "评分办法", "数据项", "计量单位", "责任书栏目", "牵头单位")
        ):
            sheet.write_string(row, at, text, self.head)
        for item in self.items:
            row += 1
            inputs = [self.data[entry["item"]] for entry in item["data"].values()]
            for at, text in enumerate((
                item["name"], item["sentence"], "、".join(entry["name"] for entry in inputs),
                "、".join(entry["unit"] for entry in inputs if entry["unit"]),
                "、".join(_fields(item)), item["lead"],
            )):  # fmt: skip
                sheet.write_string(row, at, text, self.wrap)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 5, 18)

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
                sheet.write_string(row, at, text, self.cell)
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
                for subject in self._subjects(item):
                    for at, text in enumerate(
                        (subject.name or subject.subject, item["name"], field)
                    ):
                        sheet.write_string(row, at, text, self.cell)
                    sheet.write_blank(row, 3, None, self.open)
                    sheet.write_comment(row, 3, item["sentence"] or item["name"])
                    row += 1
        self._units(sheet, 0)

    def data_sheet(self) -> int:
        """数据: one figure per line for every unit and data item of the prepared period."""
        heads = (
            ("单位", ""),
            ("指标", "数据项的名称"),
            ("期间", ""),
            ("数值", "空着算未报,不会当作 0"),
        )
        sheet = self._sheet("数据", heads)
        row = 1
        for item in self.items:
            for entry in item["data"].values():
                data = self.data[entry["item"]]
                if data["kind"] == "tally":
                    continue
                for subject in self._subjects(item):
                    for at, text in enumerate(
                        (subject.name or subject.subject, data["name"], self.period)
                    ):
                        sheet.write_string(row, at, text, self.cell)
                    sheet.write_blank(row, 3, None, self.open)
                    row += 1
        self._units(sheet, 0)
        sheet.write_comment(0, 3, "单位见“填写说明”;不要写公式,不要带单位文字")
        return row - 1

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
                sheet.write_comment(0, at, note)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 16)
        return sheet

    def _subjects(self, item: dict[str, Any]) -> list[Subject]:
        """Units whose tree has the indicator for certain; own indicators are left to the agreement."""
        if item["applies"] == "agreed":
            return []
        groups = {
            entry["group"]
            for entry in self.rulebook["groups"]
            if item["code"] in _codes(self.rulebook, entry)
        }
        return [subject for subject in self.roster if subject.group in groups]

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
