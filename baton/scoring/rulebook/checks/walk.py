"""按形状检查: whether a value has the shape its specification says, with every deviation named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from baton.scoring.rulebook.checks.names import Names, nearest
from baton.scoring.rulebook.checks.numbers import fraction, is_day, kind_of, number_fault, shorten
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.shapes import (
    Choice,
    Code,
    Day,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Number,
    Periods,
    Quota,
    Record,
    Shape,
    Target,
    Text,
)

# What no office types and no reader sees: control characters, zero widths, marks that turn the direction of writing.
ZERO_WIDTH = "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff"
UNSEEN = re.compile(
    rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff{ZERO_WIDTH}]"
)
MOST_ENTRIES = 10_000
_FIELD = frozenset({"field"})


class Walker:
    """Checks values against shapes; `names` holds the known names for references, by target."""

    def __init__(self, faults: Faults, names: Mapping[Target, Names]) -> None:
        self.faults = faults
        self.names = names

    def sound(self, shape: Shape, value: Json, path: Path) -> bool:
        """Check and tell whether nothing was found."""
        before = len(self.faults)
        self.check(shape, value, path)
        return len(self.faults) == before

    def check(self, shape: Shape, value: Json, path: Path) -> None:
        """Add every deviation of `value` from `shape`; recursion is as deep as the shape, never as the value."""
        if value is None and getattr(shape, "null", False):
            return
        match shape:
            case Number():
                self._number(shape, value, path)
            case Integer():
                self._integer(shape, value, path)
            case Day():
                self._day(shape, value, path)
            case Text():
                self.text(value, path, empty=shape.empty, most=shape.most)
            case Code():
                self._code(shape, value, path)
            case Choice():
                self._choice(shape, value, path)
            case Flag():
                if not isinstance(value, bool):
                    self._wrong(path, "true 或 false", value)
            case ListOf():
                self._list(shape, value, path)
            case MapOf():
                self._map(shape, value, path)
            case Record():
                self.record(shape.fields, value, path, shape.optional)
            case Periods():
                self._periods(value, path)
            case Quota():
                self._quota(value, path)

    def record(
        self,
        fields: Sequence[Field],
        value: Json,
        path: Path,
        optional: frozenset[str] = frozenset(),
        beside: frozenset[str] = frozenset(),
    ) -> None:
        """Check an object: all keys there, no other keys (but those of `beside`, checked elsewhere)."""
        if not isinstance(value, dict):
            self._wrong(path, "一组栏目", value)
            return
        known = {field.key: field for field in fields}
        for field in fields:
            if field.key in value:
                self.check(field.shape, value[field.key], (*path, field.key))
            elif field.key not in optional:
                self.faults.add(
                    path, f"缺少“{field.label}”({field.key})", "请补上;规范 JSON 里每个键都要写明"
                )
        for key in list(value)[:MOST_ENTRIES]:
            if key not in known and key not in beside:
                self._unknown_key(path, key, [*known, *beside])

    def text(self, value: Json, path: Path, *, empty: bool = True, most: int = 5000) -> bool:
        """Check that a value is readable text of bearable length."""
        if not isinstance(value, str):
            self._wrong(path, "文字", value)
            return False
        if not empty and not value.strip():
            self.faults.add(path, "不能为空", "请写明")
            return False
        if not empty and value != value.strip():
            self.faults.add(path, f"“{shorten(value)}”前后有空白", "请删去空白,否则对不上")
            return False
        if len(value) > most:
            self.faults.add(path, f"有 {len(value)} 个字,最多 {most} 个", "请缩短,细节放进附件")
            return False
        if found := UNSEEN.search(value):
            self.faults.add(
                path, f"第 {found.start() + 1} 个字是看不见的控制字符", "请删去后重新键入"
            )
            return False
        return True

    def refer(self, target: Target, value: str, path: Path) -> None:
        """Check that a name is known, where the known names of that sort were given."""
        names = self.names.get(target)
        if names is not None and value not in names:
            self.faults.add(path, *names.unknown(value))

    def _wrong(self, path: Path, wanted: str, value: Json) -> None:
        self.faults.add(path, f"应当是{wanted},现在是{kind_of(value)}", f"请改成{wanted}")

    def _unknown_key(self, path: Path, key: Json, known: list[str]) -> None:
        near = nearest(key, known) if isinstance(key, str) else None
        remedy = f"是“{near}”吗?" if near else "请删去,或核对键名"
        self.faults.add(path, f"不认识的键“{shorten(str(key))}”", remedy)

    def _field(self, value: Json, path: Path) -> None:
        if set(value) != _FIELD:
            self.faults.add(path, '取责任书栏目应写 {"field": 栏目}', "请只写 field 一个键")
        else:
            self.text(value["field"], (*path, "field"), empty=False, most=200)

    def _number(self, shape: Number, value: Json, path: Path) -> None:
        if shape.field and isinstance(value, dict):
            self._field(value, path)
            return
        if fault := number_fault(value):
            self.faults.add(path, *fault)
            return
        exact = fraction(value)
        assert exact is not None
        if shape.positive and exact <= 0:
            self.faults.add(path, f"应当大于0,现在是 {value}", "请核对")
        for bound, beyond, word in (
            (shape.least, shape.least and exact < int(shape.least), "不小于"),
            (shape.most, shape.most and exact > int(shape.most), "不大于"),
        ):
            if beyond:
                self.faults.add(path, f"应当{word} {bound},现在是 {value}", "请核对")

    def _integer(self, shape: Integer, value: Json, path: Path) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(path, "整数", value)
        elif not shape.least <= value <= shape.most:
            self.faults.add(path, f"应当在 {shape.least} 到 {shape.most} 之间", "请核对")

    def _day(self, shape: Day, value: Json, path: Path) -> None:
        if shape.field and isinstance(value, dict):
            self._field(value, path)
        elif not is_day(value):
            shown = f"“{shorten(value)}”" if isinstance(value, str) else kind_of(value)
            self.faults.add(path, f"{shown}不是日期", "请写成 2026-10-31 这样的日期")

    def _code(self, shape: Code, value: Json, path: Path) -> None:
        if self.text(value, path, empty=False, most=200) and value not in (shape.words or {}):
            self.refer(shape.target, value, path)

    def _choice(self, shape: Choice, value: Json, path: Path) -> None:
        if not isinstance(value, str) or value not in shape.words:
            shown = f"“{shorten(value)}”" if isinstance(value, str) else kind_of(value)
            choices = "、".join(f"{word}({labels[0]})" for word, labels in shape.words.items())
            self.faults.add(path, f"{shown}不在可选之列", f"可选:{choices}")

    def _list(self, shape: ListOf, value: Json, path: Path) -> None:
        if not isinstance(value, list):
            self._wrong(path, "清单", value)
            return
        if len(value) < shape.least:
            self.faults.add(path, "清单是空的", "请至少写一项")
        if len(value) > MOST_ENTRIES:
            self.faults.add(path, f"有 {len(value)} 项,最多 {MOST_ENTRIES} 项", "请拆分")
            return
        for index, entry in enumerate(value):
            self.check(shape.of, entry, (*path, index))
        if shape.sort:
            self._ascending(shape.sort, value, path)

    def _ascending(self, key: str, value: list[Json], path: Path) -> None:
        """The entries must ascend strictly; an open beginning (null) may only stand first."""
        last = None
        for index, entry in enumerate(value):
            mark = entry.get(key) if isinstance(entry, dict) else None
            exact = fraction(str(mark)) if isinstance(mark, str | int) else None
            if mark is None and index:
                self.faults.add(
                    (*path, index), "没有起点的一档只能是最低一档", "请删去,或写明从多少起"
                )
            if exact is not None:
                if last is not None and exact <= last:
                    what = "与前一档相同" if exact == last else "次序乱了"
                    self.faults.add(
                        (*path, index, key), f"{what}:{mark}", "请由小到大,每档只写一次"
                    )
                last = exact

    def _map(self, shape: MapOf, value: Json, path: Path) -> None:
        if not isinstance(value, dict):
            self._wrong(path, "对照表", value)
            return
        if len(value) < shape.least:
            self.faults.add(path, "对照表是空的", f"请至少写一个{shape.keys}")
        if len(value) > MOST_ENTRIES:
            self.faults.add(path, f"有 {len(value)} 项,最多 {MOST_ENTRIES} 项", "请拆分")
            return
        if set(value) == _FIELD and not shape.target:
            what = "只有 field 一个键,会被当成取责任书的栏目"
            self.faults.add((*path, "field"), what, "请换一个名字")
        for key, entry in value.items():
            if self.text(key, path, empty=shape.rest, most=200):
                if shape.target:
                    self.refer(shape.target, key, (*path, key))
                self.check(shape.of, entry, (*path, key))

    def _periods(self, value: Json, path: Path) -> None:
        if value in ("@", "to_date"):
            return
        if not isinstance(value, list):
            self._wrong(path, '"@"、"to_date" 或期间清单', value)
            return
        self._list(ListOf(Code("period"), least=1), value, path)
        words = [period for period in value if isinstance(period, str)]
        if len(set(words)) < len(words):
            self.faults.add(path, "同一期间写了两次", "请删去重复的")

    def _quota(self, value: Json, path: Path) -> None:
        if value is None:
            return
        if isinstance(value, dict) and set(value) == {"share"}:
            self.check(Number("share", least="0", most="1"), value["share"], (*path, "share"))
        elif isinstance(value, dict) and set(value) == {"count"}:
            self.check(Integer(), value["count"], (*path, "count"))
        else:
            self.faults.add(path, '名额应写比例 {"share"} 或个数 {"count"} 之一', "请写一个")
