"""形状: what a value of the rule book may look like. Validation, JSON Schema, YAML and documentation all read these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# points 分数 · share 比率(60% 即 0.6) · measure 与数据比较的数(92% 即 92) · award 分数或比率 · plain 纯数
Unit = Literal["points", "share", "measure", "award", "plain"]
# What a code refers to: a data item, an input of the same indicator, a child of the tree, anything scored …
Target = Literal["data", "input", "child", "sum", "node", "item", "any", "group", "grade", "period",
                 "method", "kind", "map"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """数: canonical decimal text; with `field` also {"field": …}, a column of the target agreement."""

    unit: Unit = "plain"
    field: bool = False
    null: bool = False
    least: str | None = None
    most: str | None = None
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Integer:
    """整数: a JSON integer."""

    null: bool = False
    least: int = 0
    most: int = 999_999_999_999_999


@dataclass(frozen=True, slots=True)
class Day:
    """日期: ISO text; with `field` also {"field": …}."""

    field: bool = False
    null: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """文字: `empty` allows "", `most` limits the length."""

    empty: bool = True
    null: bool = False
    most: int = 5000


@dataclass(frozen=True, slots=True)
class Code:
    """代码: text that names something; `words` are fixed words allowed beside codes, with their Chinese labels."""

    target: Target
    null: bool = False
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """选项: canonical word → Chinese labels, the first of which is written and the others are understood."""

    words: Mapping[str, tuple[str, ...]]
    null: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """是否: a JSON boolean with the Chinese words for true and false."""

    true: tuple[str, ...] = ("是",)
    false: tuple[str, ...] = ("否",)


@dataclass(frozen=True, slots=True)
class ListOf:
    """清单: `pair` names the two fields that may be written as "键: 值"; `sort` the field it must ascend by."""

    of: Shape
    null: bool = False
    least: int = 0
    pair: tuple[str, str] | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class MapOf:
    """对照表: text → shape; `target` says what the keys name, `keys` calls them by a Chinese word; `rest` allows ""."""

    of: Shape
    keys: str
    null: bool = False
    least: int = 0
    target: Target | None = None
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """一组栏目: a JSON object with exactly these keys (those of `optional` may be absent)."""

    fields: tuple[Field, ...]
    null: bool = False
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Periods:
    """取哪些期间: "@" (the period of the moment), "to_date" (all up to it), or a list of period codes."""


@dataclass(frozen=True, slots=True)
class Quota:
    """名额: null, {"share": 数} or {"count": 整数}."""


Shape = (
    Number | Integer | Day | Text | Code | Choice | Flag | ListOf | MapOf | Record | Periods | Quota
)


class Omission:
    """What leaving a key out of the YAML means, where it is not simply a value."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


REQUIRED = Omission("必填")
ASK = Omission("须声明读法")
COMPLEMENT = Omission("100% 减去基础分")


@dataclass(frozen=True, slots=True)
class Field:
    """一栏: canonical key, Chinese key and shape.

    default: what omission means: REQUIRED, ASK (a reading: the usual choices are proposed, none is taken) or a canonical value.
    usual: the readings proposed, most usual first; empty with ASK means every word of a Choice.
    implied: word → sibling key whose presence in the YAML decides the word. also: further Chinese keys understood.
    """

    key: str
    label: str
    shape: Shape
    default: object = REQUIRED
    usual: tuple[object, ...] = ()
    implied: Mapping[str, str] | None = None
    also: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """数据输入: its canonical name, Chinese keys, the kinds of data it takes, and whether it may be left out."""

    name: str
    label: str
    kinds: tuple[str, ...] = ("number",)
    optional: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """One of the scoring methods. listed: inputs named by the parameter `parts` etc.; free: inputs of any name."""

    number: str
    name: str
    title: str
    sentence: str
    source: str
    fields: tuple[Field, ...]
    inputs: tuple[Input, ...] = ()
    listed: str | None = None
    listed_kind: str = "number"
    free: bool = False
    uses_points: bool = True

    def field(self, key: str) -> Field:
        """The parameter of that canonical key."""
        return next(field for field in self.fields if field.key == key)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node with the fields only it has; or a map of a coefficient with the keys it `needs`."""

    name: str
    title: str
    sentence: str
    fields: tuple[Field, ...] = ()
    needs: tuple[str, ...] = ()
