"""M30 自定公式: a small, bounded, exact expression language without eval (semantics §6.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import DECIMAL, parse_decimal
from baton.scoring.columns import CARRY, Column, Mask, Rounding

MAX_TEXT, MAX_NODES, MAX_DEPTH = 500, 100, 20
RESERVED = {"min", "max", "abs", "floor", "ceil", "round", "if", "and", "or", "not"}
TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*)"
    r"|(?P<mark>>=|<=|==|!=|[-+*/(),<>]))"
)
COMPARISONS = (">=", ">", "<=", "<", "==", "!=")

Node = tuple[Any, ...]


class NotAFormula(ValueError):
    """The text is not an expression; the message says where and why, in Chinese."""


def parse(text: str) -> Node:
    """The syntax tree of ``text``; :class:`NotAFormula` names the first fault.

    >>> parse("min(x, 1) * W")
    ('*', ('min', ('name', 'x'), ('number', 1, 0)), ('name', 'W'))
    """
    if len(text) > MAX_TEXT:
        raise NotAFormula(f"公式有 {len(text)} 个字,最多 {MAX_TEXT} 个;请拆成几个指标")
    parser = _Parser(_tokens(text))
    tree = parser.expression(1)
    parser.finish()
    return tree


def names(tree: Node) -> set[str]:
    """Every name the expression uses."""
    if tree[0] == "name":
        return {tree[1]}
    return set().union(*(names(part) for part in tree[1:] if isinstance(part, tuple)), set())


@dataclass
class Valued:
    """A column and where it has no value."""

    column: Column
    none: Mask


def evaluate(tree: Node, inputs: Mapping[str, Column], size: int) -> Valued:
    """The expression on columns of ``size`` cells; a zero denominator gives a cell without value."""
    return _Evaluation(inputs, size).number(tree)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if not match:
            raise NotAFormula(f"第 {place + 1} 个字看不懂:“{text[place:].strip()[:1]}”")
        kind = str(match.lastgroup)
        found.append((kind, match.group(kind)))
        place = match.end()
    return found


class _Parser:
    """Recursive descent; every node and level is counted, so hostile text stays cheap."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.nodes = 0

    def expression(self, depth: int) -> Node:
        left = self.term(depth)
        while self.next_is("+", "-"):
            operation = self.take()
            left = self.node(operation, left, self.term(depth))
        return left

    def term(self, depth: int) -> Node:
        left = self.unary(depth)
        while self.next_is("*", "/"):
            operation = self.take()
            left = self.node(operation, left, self.unary(depth))
        return left

    def unary(self, depth: int) -> Node:
        self.level(depth)
        if self.next_is("-"):
            self.take()
            return self.node("negative", self.unary(depth + 1))
        return self.atom(depth)

    def atom(self, depth: int) -> Node:
        kind, text = self.peek()
        if kind == "number":
            self.take()
            if not DECIMAL.fullmatch(text):
                raise NotAFormula(f"“{text}”不是可用的数:整数至多 15 位,小数至多 6 位")
            return self.node("number", *parse_decimal(text))
        if kind == "name" and text not in RESERVED:
            self.take()
            return self.node("name", text)
        if text == "(":
            self.take()
            inner = self.expression(depth + 1)
            self.expect(")")
            return inner
        if text in {"min", "max", "abs", "floor", "ceil", "round", "if"}:
            return self.call(self.take(), depth + 1)
        raise NotAFormula(f"这里应当是数、名称或括号,看到的是“{text or '结尾'}”")

    def call(self, name: str, depth: int) -> Node:
        self.expect("(")
        if name == "if":
            parts: list[Any] = [self.condition(depth)]
            for _ in range(2):
                self.expect(",")
                parts.append(self.expression(depth))
        elif name == "round":
            parts = [self.expression(depth)]
            self.expect(",")
            parts.append(self.places())
        else:
            parts = [self.expression(depth)]
            while name in {"min", "max"} and self.next_is(","):
                self.take()
                parts.append(self.expression(depth))
        self.expect(")")
        return self.node(name, *parts)

    def places(self) -> int:
        kind, text = self.peek()
        if kind != "number" or not text.isdigit() or int(text) > 10 or str(int(text)) != text:
            raise NotAFormula(f"round 的位数要写 0 到 10 的整数,看到的是“{text}”")
        self.take()
        return int(text)

    def condition(self, depth: int) -> Node:
        left = self.conjunction(depth)
        while self.next_is("or"):
            self.take()
            left = self.node("or", left, self.conjunction(depth))
        return left

    def conjunction(self, depth: int) -> Node:
        left = self.negation(depth)
        while self.next_is("and"):
            self.take()
            left = self.node("and", left, self.negation(depth))
        return left

    def negation(self, depth: int) -> Node:
        self.level(depth)
        if self.next_is("not"):
            self.take()
            return self.node("not", self.negation(depth + 1))
        if self.next_is("("):
            before = self.place, self.nodes
            try:
                return self.comparison(depth)
            except NotAFormula:
                self.place, self.nodes = before
                self.take()
                inner = self.condition(depth + 1)
                self.expect(")")
                return inner
        return self.comparison(depth)

    def comparison(self, depth: int) -> Node:
        left = self.expression(depth)
        if not self.next_is(*COMPARISONS):
            raise NotAFormula("条件要写成比较,例如 x >= 90")
        operation = self.take()
        return self.node(operation, left, self.expression(depth))

    def node(self, *parts: Any) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise NotAFormula(f"公式太长:最多 {MAX_NODES} 个运算和数,请拆成几个指标")
        return parts

    def level(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise NotAFormula(f"括号套得太深:最多 {MAX_DEPTH} 层")

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def next_is(self, *texts: str) -> bool:
        kind, text = self.peek()
        return kind != "number" and text in texts

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def expect(self, text: str) -> None:
        if not self.next_is(text):
            raise NotAFormula(f"这里应当是“{text}”,看到的是“{self.peek()[1] or '结尾'}”")
        self.take()

    def finish(self) -> None:
        if self.place < len(self.tokens):
            raise NotAFormula(f"公式在“{self.peek()[1]}”之前已经完整,后面多出了内容")


class _Evaluation:
    def __init__(self, inputs: Mapping[str, Column], size: int) -> None:
        self.inputs = inputs
        self.size = size
        self.never = np.zeros(size, dtype=bool)

    def number(self, tree: Node) -> Valued:
        kind, *parts = tree
        if kind == "number":
            return Valued(exact.constant(parts[0], parts[1]), self.never)
        if kind == "name":
            return Valued(self.inputs[parts[0]], self.never)
        if kind == "if":
            return self.choice(*parts)
        if kind == "round":
            inner = self.number(parts[0])
            return Valued(exact.rounded(inner.column, Rounding(parts[1])), inner.none)
        values = [self.number(part) for part in parts]
        none = np.logical_or.reduce([value.none for value in values])
        return self.combined(kind, [value.column for value in values], none)

    def combined(self, kind: str, values: list[Column], none: Mask) -> Valued:
        first = values[0]
        if kind in {"min", "max"}:
            fold = exact.minimum if kind == "min" else exact.maximum
            for value in values[1:]:
                first = fold(first, value)
        elif kind == "negative":
            first = -first
        elif kind == "abs":
            first = exact.absolute(first)
        elif kind in {"floor", "ceil"}:
            first = _whole(first) if kind == "floor" else -_whole(-first)
        elif kind == "/":
            zero = np.broadcast_to(values[1].same(exact.ZERO), (self.size,))
            safe = exact.where(zero, exact.ONE, values[1])
            return Valued(exact.quotient(first, safe, CARRY), none | zero)
        else:
            first = {"+": first.__add__, "-": first.__sub__, "*": first.__mul__}[kind](values[1])
        return Valued(first, none)

    def choice(self, condition: Node, yes: Node, no: Node) -> Valued:
        holds, unknown = self.truth(condition)
        a, b = self.number(yes), self.number(no)
        return Valued(
            exact.where(holds, a.column, b.column), unknown | np.where(holds, a.none, b.none)
        )

    def truth(self, tree: Node) -> tuple[Mask, Mask]:
        kind, *parts = tree
        if kind == "not":
            holds, unknown = self.truth(parts[0])
            return ~holds, unknown
        if kind in {"and", "or"}:
            (first, x), (second, y) = self.truth(parts[0]), self.truth(parts[1])
            return (first & second if kind == "and" else first | second), x | y
        left, right = self.number(parts[0]), self.number(parts[1])
        holds = np.broadcast_to(_holds(kind, left.column, right.column), (self.size,))
        return holds, left.none | right.none


def _holds(kind: str, a: Column, b: Column) -> Mask:
    if kind in {"==", "!="}:
        same = a.same(b)
        return same if kind == "==" else ~same
    return {">=": a.__ge__, ">": a.__gt__, "<=": a.__le__, "<": a.__lt__}[kind](b)


def _whole(value: Column) -> Column:
    """Down to the integer below."""
    unit = 10**value.places
    if value.num.dtype == object or unit > exact.LIMIT:
        cells = np.array([int(n) // unit for n in value.num.reshape(-1)], dtype=object)
        return (
            exact.column_of([int(n) for n in cells], 0)
            if value.num.ndim
            else exact.constant(int(cells[0]))
        )
    return Column(np.asarray(np.floor_divide(value.num, np.int64(unit))))
