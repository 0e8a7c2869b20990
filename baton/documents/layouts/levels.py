"""分级的票数、件数: which level of a counted item a heading means, and whether levels add up to the slips beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.known import KnownNames, Levels
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS, canonical, quoted, read_float, read_number
from baton.documents.problems import Offer

RETURNED, VALID, SPOILT = "收回票", "有效票", "废票"
_SLIPS = {
    RETURNED: ("收回", "回收", "收回数", "回收数", "实收", "收回份数", "回收份数", "收回问卷", "回收问卷", "参评人数", "实际参评", "总票数", "总票"),
    VALID: ("有效", "有效数", "有效份数", "有效问卷"),
    SPOILT: ("废", "作废", "无效", "无效问卷"),
    "": ("发出", "发放", "发出数", "发放数", "应收", "应参评", "应参评人数", "应到", "实到", "发出问卷", "发放问卷"),
}  # fmt: skip
_COUNTED = re.compile(r"(?:得票数|得票|票数|票|人数|张数|份数|件数|起数|次数)$")
_RATE = re.compile(r"(?:率|占比|比例|百分比|得分)$")
_FREE = frozenset({"value", "unknown", "total", "aside"})
USUAL = frozenset(
    [
        "优秀",
        "良好",
        "一般",
        "较差",
        "差",
        "好",
        "较好",
        "中",
        "合格",
        "基本合格",
        "不合格",
        "称职",
        "基本称职",
        "不称职",
        "满意",
        "很满意",
        "非常满意",
        "比较满意",
        "较满意",
        "基本满意",
        "不满意",
    ]
)


def slips_of(text: str) -> str | None:
    """收回票 for 收回, 回收票数; "" for what is only told, such as 发出; None for any other heading."""
    bare = _bare(text)
    for kind, known in _SLIPS.items():
        if bare in known or _COUNTED.sub("", bare) in known:
            return kind
    return None


def meant(parts: Sequence[str], around: str, item: str, known: KnownNames) -> str | None:
    """The key that a column's headings name, from top to bottom; None if they name none.

    around: title and name of the page, which may name the category of raters.
    """
    levels = known.levels[item]
    for part in reversed(parts):
        if (item, part) in known.level_aliases:
            return known.level_aliases[item, part]
    bare = [_bare(part) for part in parts]
    categories = levels.categories
    if not categories:
        return _level(bare[-1:], {_bare(key): key for key in levels.keys}, levels)
    category = _category(bare, normalised(around), categories)
    if not category:
        return None
    own = {
        _bare(key.partition("|")[2]): key
        for key in levels.keys
        if key.partition("|")[0] == category
    }
    return _level([text.removeprefix(_bare(category)) for text in bare[-1:]], own, levels)


def key_of(written: str, item: str, known: KnownNames) -> str | None:
    """The key that a table's column of levels names: 满意, 干部|满意, 干部满意."""
    parts = [part for part in re.split(r"[|｜/·]", written) if part.strip()]
    return meant(parts or [written], written, item, known)


def settle(
    columns: dict[int, Meaning], headings: Mapping[int, list[str]], around: str, default: str, context: Context
) -> None:  # fmt: skip
    """Give columns of levels their item and key and those of slips that came back their role; the rest is asked about.

    around: title and name of the page; default: the item that it is about.
    """
    known = context.known
    if not known.levels:
        return
    mine = [item for item in known.own if item in known.levels] or list(known.levels)
    if default:
        mine = [default] if default in known.levels else []
    left: dict[int, Meaning] = {}
    seen: set[str] = set()
    for column, meaning in columns.items():
        parts, named = headings.get(column, []), meaning.item
        if not parts or meaning.role not in _FREE or (named and named not in known.levels):
            continue
        own = _below(parts, named, context) if named else parts
        found = {item: meant(own, around, item, known) for item in ([named] if named else mine)}
        keys = {item: key for item, key in found.items() if key is not None}
        if len(keys) == 1:
            meaning.item, meaning.key = next(iter(keys.items()))
            meaning.role = "value" if meaning.key else "aside"
            meaning.unit = "" if meaning.unit in words.COUNTED else meaning.unit
            seen.add(meaning.item)
        else:
            left[column] = meaning
    for column, meaning in left.items():
        item = meaning.item or (next(iter(seen)) if len(seen) == 1 else "")
        if item and meaning.role != "aside":
            _no_level(meaning, headings[column][-1], item)


def _below(parts: list[str], item: str, context: Context) -> list[str]:
    """The headings without those that name the item itself, unless nothing else stands there."""
    left = [part for part in parts if context.items.find(without_unit(part)[0]).id != item]
    return left or parts


def _no_level(meaning: Meaning, text: str, item: str) -> None:
    """A column of a table of levels that is no level: slips sent out and returned, shares, sums, a level nobody knows."""
    kind, total = slips_of(text), words.total_of(text)
    if kind:
        meaning.role, meaning.item, meaning.key = "slips", item, kind
    elif kind == "" or meaning.unit in PERCENT_UNITS or _RATE.search(_bare(text)):
        meaning.role, meaning.item, meaning.key = "aside", "", ""
    elif total:
        meaning.role, meaning.item, meaning.total, meaning.key = "total", item, total, ""
    else:
        meaning.role, meaning.item, meaning.key, meaning.text = "unknown", item, "", text


def ask(context: Context, place: str, written: str, item: str) -> None:
    """A level that the rule does not name is a fault that a click mends."""
    info, levels = context.known.items[item], context.known.levels[item]
    named = "、".join(key.replace("|", "的") for key in levels.keys)
    what = f"“{info.name}”没有{quoted(written)}这一级"
    remedy = f"规则里的等级是:{named};请选它是哪一级,或不收"
    offer = Offer("level", written, about=item)
    context.problems.error(place, what, remedy, code="level-unknown", offer=offer)


class Slips:
    """Follows a body row by row: the levels of a unit are added up against the slips that came back and were valid."""

    def __init__(self, view: View, columns: Mapping[int, Meaning], context: Context) -> None:
        self._view, self._columns, self._context = view, columns, context
        self._counts: dict[str, dict[str, Decimal]] = {}

    def value(self, column: int, text: str | None) -> None:
        meaning = self._columns[column]
        levels = self._context.known.levels.get(meaning.item)
        if text is not None and levels is not None and levels.is_votes:
            self._counts.setdefault(meaning.item, {})[meaning.key] = Decimal(text)

    def end_row(self, row: int) -> None:
        """Compare what a row says, then forget it."""
        for item, counts in self._counts.items():
            beside = {
                m.key: c for c, m in self._columns.items() if m.role == "slips" and m.item == item
            }
            levels = self._context.known.levels[item]
            if not levels.categories:  # of several categories nobody knows whose slips they are
                self._compare(row, item, counts, beside, levels)
        self._counts = {}

    def _compare(
        self, row: int, item: str, counts: Mapping[str, Decimal], beside: Mapping[str, int], levels: Levels
    ) -> None:  # fmt: skip
        every = sum(counts.values(), Decimal(0))
        valid = sum((n for key, n in counts.items() if key not in levels.excluded), Decimal(0))
        said = {kind: self._number(row, column) for kind, column in beside.items()}
        spoilt = said.get(SPOILT)
        came = said.get(RETURNED)
        if (stated := said.get(VALID)) is not None and stated not in (every, valid):
            self._tell(row, beside[VALID], VALID, stated, valid if valid == every else every)
        if came is not None and came != every + (spoilt or 0) and not (spoilt is None and VALID in said and came > every):  # fmt: skip
            self._tell(row, beside[RETURNED], RETURNED, came, every + (spoilt or 0))

    def _tell(self, row: int, column: int, kind: str, stated: Decimal, added: Decimal) -> None:
        text = self._columns[column].text.rpartition(" ")[2]
        what = f"{quoted(text)}写的是 {canonical(stated)},各等级加起来是 {canonical(added)}"
        remedy = f"请核对是{kind}错了,还是哪一级错了;差的是废票的请写明"
        self._context.problems.warn(
            self._view.place(row, column), what, remedy, code="total-differs"
        )

    def _number(self, row: int, column: int) -> Decimal | None:
        raw = self._view.raw(row, column)
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            return None
        text = (read_number(raw) if isinstance(raw, str) else read_float(float(raw))).text
        return Decimal(text) if text else None


def _level(bare: Sequence[str], own: Mapping[str, str], levels: Levels) -> str | None:
    """The key of the heading nearest to the cells."""
    for text in bare:
        for form in (text, _COUNTED.sub("", text)):
            if form in own:
                return own[form]
        form = _COUNTED.sub("", text)
        if levels.is_open and form in USUAL:
            return form
        if levels.is_marks and (found := re.fullmatch(r"(\d+(?:\.\d+)?)分?", form)):
            return canonical(Decimal(found[1]))
    return None


def _category(bare: Sequence[str], around: str, categories: Sequence[str]) -> str:
    """The category that a heading names, else the page; the longest of several that fit."""
    for texts in (bare, [around]):
        fit = [one for one in categories if any(normalised(one) in text for text in texts)]
        longest = [one for one in fit if not any(one != other and one in other for other in fit)]
        if len(longest) == 1:
            return longest[0]
    return ""


def _bare(text: str) -> str:
    return re.sub(r"[:\s]", "", normalised(without_unit(text)[0]))
