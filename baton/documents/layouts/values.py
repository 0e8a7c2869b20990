"""一格一数: from one cell to a value and a state, or to a fault that names the cell."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from baton.documents.dates import date_of_serial, read_date
from baton.documents.grids import Cell, Grid, Raw
from baton.documents.layouts.known import ItemInfo, State
from baton.documents.layouts.measured import RATES, holds_growths
from baton.documents.layouts.measures import is_measure, same_measure
from baton.documents.layouts.words import COUNTED, UNCLEAR, state_of
from baton.documents.mending import result_shown
from baton.documents.names import without_unit
from baton.documents.numbers import (
    DECIMALS,
    PERCENT_UNITS,
    Reading,
    quoted,
    read_float,
    read_number,
    rescaled,
    rounded,
    split_unit,
    too_precise,
)
from baton.documents.problems import Offer, Problems

Outcome = tuple[str | None, State]
_LEVEL = re.compile(r"(?:同比|环比|[与和比较]?(?:上年|去年)(?:同期)?)?(?:持平|零增长|无增减)")
_FORMULA = ("这是公式,请粘贴为数值", "选中后复制,再用“选择性粘贴→数值”贴回原处", "formula")


class CellReader:
    """Reads the cells of one grid; faults at once, things worth knowing once per sheet in `finish`.

    with_unit: cells that carry a unit of measure of their own (6万, 8.2%); what is written above them is not theirs.
    asks_measures: a person is asked about cells in another unit than the item's, which are then no faults.
    unclear: takes, by source, the words of which a person is told how they were read; an empty cell has none.
    """

    def __init__(
        self, grid: Grid, problems: Problems, *, allow_formulas: bool = False, unclear: dict[str, str] | None = None,
        asks_measures: bool = False,
    ) -> None:  # fmt: skip
        self._grid = grid
        self._problems = problems
        self._allow_formulas = allow_formulas
        self._unclear = {} if unclear is None else unclear
        self._mentions: dict[str, list[str]] = defaultdict(list)
        self.with_unit: set[Cell] = set()
        self._asks_measures = asks_measures
        self._others: dict[Cell, str] = {}

    def read(self, row: int, column: int, info: ItemInfo) -> Outcome | None:
        """Value and state of a cell; None if it is faulty, which has been reported."""
        grid, cell = self._grid, (row, column)
        raw = grid.rows[row][column]
        if cell in grid.errors:
            return self._fault(
                cell, f"这一格是错误值 {grid.errors[cell]}", "请改正公式或填写数字", "error-cell"
            )
        if cell in grid.formulas and not self._allow_formulas:
            offer = Offer("formula", grid.text(*cell), shown) if (shown := result_shown(grid, cell)) else None  # fmt: skip
            what, remedy, code = _FORMULA
            self._problems.error(grid.place(*cell), what, remedy, code=code, offer=offer)
            return None
        if isinstance(raw, str):
            text = raw.strip()
            if not text:
                self._unclear[grid.source(*cell)] = ""
                return None, "not_yet"
            state = state_of(text)
            if state:
                return self._state(cell, *state)
            raw = text
        if info.kind == "grade":
            return self._grade(cell, raw)
        if info.kind == "date":
            return self._date(cell, raw)
        return self._number(cell, raw, info)

    def measure_in(self, cell: Cell, unit: str) -> str:
        """The unit of measure that a cell carries itself: the item's, or another that a person is asked about; "" for none."""
        return self._others.get(cell, unit if cell in self.with_unit else "")

    def mention(self, code: str, sentence: str) -> None:
        """Keep something to be said once per sheet."""
        self._mentions[code].append(sentence)

    def finish(self) -> None:
        """Report what was worth knowing, one warning per kind, with the first cells and the count."""
        for code, cells in self._mentions.items():
            what, remedy = _MENTIONS[code]
            some = "、".join(cells[:5]) + (f"等{len(cells)}处" if len(cells) > 5 else "")
            self._problems.warn(self._grid.label, what.format(some), remedy, code=code)

    def _fault(
        self, cell: Cell, what: str, remedy: str, code: str, meant: str = "", choices: tuple[str, ...] = (),
    ) -> Outcome | None:  # fmt: skip
        written = self._grid.text(*cell)
        offer = Offer("cell", written, meant, choices=choices) if meant or choices else None
        self._problems.error(self._grid.place(*cell), what, remedy, code=code, offer=offer)
        return None

    def _state(self, cell: Cell, state: State, word: str) -> Outcome | None:
        if state == "reported":
            return self._fault(cell, f"“{word}”不是数", "请填写数字", "not-a-number")
        if word in UNCLEAR:
            self._unclear[self._grid.source(*cell)] = word
            self.mention("unclear-state", f"{self._grid.address(*cell)}“{word}”")
        return None, state

    def _grade(self, cell: Cell, raw: Raw) -> Outcome | None:
        text = self._grid.text(*cell)
        if not isinstance(raw, str) or len(text) > 20:
            return self._fault(
                cell, f"{quoted(text)}不是等次", "请填写等次名称,如“优秀”“良好”", "not-a-grade"
            )
        return text, "reported"

    def _date(self, cell: Cell, raw: Raw) -> Outcome | None:
        if isinstance(raw, dt.datetime):
            return raw.date().isoformat(), "reported"
        if isinstance(raw, dt.date):
            return raw.isoformat(), "reported"
        text = self._grid.text(*cell)
        date = read_date(text)
        if date:
            return date, "reported"
        meant = date_of_serial(text)
        remedy = f"是 {meant} 吗?请设成日期格式" if meant else "请写全年月日,如 2026-03-01"
        return self._fault(cell, f"{quoted(text)}不是完整的日期", remedy, "not-a-date", meant or "")

    def _number(self, cell: Cell, raw: Raw, info: ItemInfo) -> Outcome | None:
        if isinstance(raw, bool):
            return self._fault(cell, "这里要数字,填的是“是/否”", "请填写数字", "not-a-number")
        if isinstance(raw, int | float):
            reading = read_float(float(raw), percent=cell in self._grid.percents)
            self._mention_display(cell, reading)
        elif isinstance(raw, str):
            reading = read_number(raw)
            if reading.text is not None and not self._grid.is_text:
                self.mention("text-number", self._grid.address(*cell))
        else:
            what = f"这里要数字,填的是日期或时间 {self._grid.text(*cell)}"
            return self._fault(
                cell,
                what,
                "可能是表格软件自动改成了日期,请把这一格设成数值格式重新填写",
                "date-for-number",
            )
        if reading.text is None and isinstance(raw, str) and _LEVEL.fullmatch(raw.strip()):
            return self._level(cell, raw, reading, info)
        if reading.text is None:
            return self._refused(cell, raw, reading)
        return self._checked(cell, reading, info)

    def _level(self, cell: Cell, raw: str, reading: Reading, info: ItemInfo) -> Outcome | None:
        """持平 of a growth is 0; of an amount it may be anything, of what is counted in per cent it is not sure."""
        if not holds_growths(info.name, info.unit):
            return self._refused(cell, raw, reading)
        is_sure = without_unit(info.name)[0].endswith(RATES)
        what, remedy = f"{quoted(raw)}用文字表示增减", "要改成 0 吗?没有增减的请填 0"
        meant, choices = ("0", ()) if is_sure else ("", ("0",))
        return self._fault(cell, what, remedy, "number-in-words", meant, choices)

    def _refused(self, cell: Cell, raw: Raw, reading: Reading) -> Outcome | None:
        shown = self._shown(cell, raw) if reading.code == "number-too-fine" else ""
        remedy = f"这一格显示为 {shown},以它为准吗?请按公布的位数录入" if shown else reading.remedy
        return self._fault(
            cell, reading.fault, remedy, reading.code, shown or reading.proposed, reading.choices
        )

    def _checked(self, cell: Cell, reading: Reading, info: ItemInfo) -> Outcome | None:
        value = self._in_unit(cell, reading, info)
        if value is None:
            return None
        if value.startswith("-") and (info.non_negative or info.kind == "tally"):
            return self._fault(
                cell, f"“{info.name}”不能是负数,这里是 {value}", "请核对", "negative"
            )
        if info.kind == "tally" and "." in value:
            return self._fault(
                cell, f"“{info.name}”是计数,应为整数,这里是 {value}", "请核对", "not-whole"
            )
        return value, "reported"

    def _in_unit(self, cell: Cell, reading: Reading, info: ItemInfo) -> str | None:
        """The value in the item's unit: a 万 or 亿 written in the cell is carried over exactly, other units asked about or refused."""
        text, written, unit = reading.text or "", reading.unit, info.unit
        if not written and not reading.scale:
            return text
        self.with_unit.add(cell)
        if written in PERCENT_UNITS:
            if unit == "" or unit in PERCENT_UNITS:
                return text
            return self._other(cell, text, "%", unit)
        power, base = split_unit(unit)
        if unit == "" or (not reading.scale and same_counted(written, info)):
            return text
        if unit in PERCENT_UNITS or (written and not same_measure(written, base)):
            is_scaled = bool(reading.scale)
            return self._other(cell, text, written or "万、亿", unit, is_scaled=is_scaled)
        value = rescaled(text, 0, power)
        if too_precise(value):
            remedy = f"请按{unit}填写"
            self._fault(cell, f"换算成{unit}后位数太多", remedy, "number-too-fine")
            return None
        if power:
            self.mention(
                "unit-converted",
                f"{self._grid.address(*cell)}“{self._grid.text(*cell)}”读作 {value} {unit}",
            )
        return value

    def _other(
        self, cell: Cell, text: str, written: str, unit: str, *, is_scaled: bool = False
    ) -> str | None:
        """A cell in another unit: its figure as it stands where a person is asked, else a fault; 1亿元 is no number of cases."""
        if self._asks_measures and not is_scaled and is_measure(written) and is_measure(unit):
            self._others[cell] = written
            return text
        self._wrong_unit(cell, written, unit)
        return None

    def _wrong_unit(self, cell: Cell, written: str, unit: str) -> None:
        what = f"这一格的单位是“{written}”,指标的单位是“{unit}”"
        self._fault(cell, what, f"请换算成{unit},只填数", "wrong-unit")

    def _shown(self, cell: Cell, raw: Raw) -> str:
        """A figure with endless decimals was computed; the one that its cell shows is most likely meant."""
        decimals = self._grid.percents.get(cell, self._grid.rounded.get(cell))
        if (
            decimals is None
            or decimals > DECIMALS
            or isinstance(raw, str)
            or not isinstance(raw, int | float)
        ):
            return ""
        return rounded(float(raw), decimals, percent=cell in self._grid.percents)

    def _mention_display(self, cell: Cell, reading: Reading) -> None:
        grid = self._grid
        if cell in grid.scaled:
            self.mention("scaled-format", f"{grid.address(*cell)}(实际存的是 {reading.text})")
        decimals = grid.percents.get(cell, grid.rounded.get(cell))
        if (
            decimals is not None
            and reading.text is not None
            and len(reading.text.partition(".")[2]) > decimals
        ):
            self.mention(
                "rounded-format",
                f"{grid.address(*cell)}(显示{decimals}位小数,实际存的是 {reading.text})",
            )


def same_counted(written: str, info: ItemInfo) -> bool:
    """Whether a written unit says nothing else than an item's: 人次 and 人, and of what is tallied 票 and 张 too."""
    is_tally = info.kind == "tally" and {written, info.unit} <= COUNTED
    return is_tally or same_measure(written, info.unit)


_MENTIONS = {
    "text-number": ("{}是文本格式的数,已按数读入", "无须处理;要在表里求和的话请转成数字"),
    "unclear-state": ("{}按“无此任务”读入", "如果是还没有报请改写“未报”,如果是零请写 0"),
    "unit-converted": ("{}", "请核对换算"),
    "scaled-format": ("{}的格式显示的大小与实际存的不同,按实际存的读入", "请核对计量单位"),
    "rounded-format": (
        "{}显示的位数比实际存的少,按实际存的读入",
        "如应以公布的位数为准,请按显示的数重新录入",
    ),
    "aside": ("{}没有当作实际数读入", "如果应当读入,请把表头改成指标名称"),
    "growth": ("{}读入,这一项按%算", "如果要收的是总量,请核对计量单位"),
    "measure": ("{};数没有换算", "请核对计量单位,不一致时请换算后再交"),
    "section": ("{}后面没有数,按小标题略过", "如果是单位名称,请改正写法"),
    "title-period": ("{}", "请核对是不是传错了期间的表"),
    "other-period": ("{}", "请核对是不是传错了期间的表;按表里写的期间读入"),
}
