"""从 YAML 文本到带行列的节点: every scalar stays text, and what could hide a meaning is refused by name.

PyYAML only cuts the text into events; the tree is built here, without recursion and with a depth limit, so that
neither nesting nor aliases can cost more than the file's own length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from baton.documents.problems import Problems
from baton.scoring.rulebook.checks.walk import ZERO_WIDTH

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH = 60
MOST_NODES = 400_000
LONGEST_KEY = 200  # characters of a line in which a key is looked for
MOST_REPEATED = 20  # problems of one sort reported before the rest is left out

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FULL_COLON = "\uff1a"
_FULL_COLON = re.compile(r"^\s*(?:-\s+)?[{\[]?\s*([^\s\"'#:\uff1a{}\[\],]{1,30})\uff1a")
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}]")
_LINES = re.compile(r"\r\n|\r|\n")
_REFUSED = {
    "anchor": ("用了锚点“&{0}”", "请把内容完整写出来"),
    "alias": ("用了引用“*{0}”", "请把内容完整写出来"),
    "tag": ("用了类型标记“{0}”", "请删去标记;所有的值都按文字读"),
}


_QUOTES = ("'", '"', "|", ">")  # plain text has "" or None, depending on the parser


@dataclass(slots=True)
class Node:
    """One piece of the document. kind: text, list or map; line and column count from 1."""

    kind: str
    line: int
    column: int
    text: str = ""
    quoted: bool = False
    entries: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    key: Node | None = None  # of the map entry whose value this is

    @property
    def is_blank(self) -> bool:
        """Nothing was written after the colon."""
        return self.kind == "text" and not self.quoted and self.text == ""


def place(name: str, node: Node | None, label: str = "") -> str:
    """Where a problem is: "规则书.yaml 第37行第9列 指标F03·起扣线"."""
    where = f" 第{node.line}行第{node.column}列" if node else ""
    return f"{name}{where}{' ' + label if label else ''}"


def decode(raw: bytes, name: str, problems: Problems) -> str | None:
    """The text of a file: UTF-8 with or without byte order mark, at most 5 MB."""
    if len(raw) > MOST_BYTES:
        what = f"文件有 {len(raw) / 1024 / 1024:.1f} MB,最多 5 MB"
        problems.error(
            name, what, "规则书只写规则;名单、目标、数据请放进各自的表", code="file-too-large"
        )
        return None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        what, remedy = (
            "这是 Word 或 Excel 文件,不是规则书",
            "请先用 baton import-scheme 把指标体系表变成规则书",
        )
        problems.error(name, what, remedy, code="not-a-rulebook")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what, remedy = f"第{line}行起不是 UTF-8 编码", "请另存为 UTF-8 编码"
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            what = "文件是 UTF-16 编码"
        elif _is_gb(raw):
            what += ",像是 GB18030(记事本的 ANSI)"
        problems.error(name, what, remedy + "(记事本:另存为,编码选 UTF-8)", code="encoding")
        return None


def compose(text: str, name: str, problems: Problems) -> Node | None:
    """The document as a tree of nodes, or None; every refusal is a problem with line and column."""
    if len(text) > MOST_BYTES:
        problems.error(
            name,
            "文件太大,最多 5 MB",
            "规则书只写规则,名单和数据请放进各自的表",
            code="file-too-large",
        )
        return None
    before = problems.error_count
    _scan_lines(text, name, problems)
    if problems.error_count > before:
        return None
    composer = _Composer(name, problems)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not composer.take(event):
                break
    except yaml.YAMLError as error:
        _explain(error, text, name, problems)
        return None
    if problems.error_count > before:
        return None
    if composer.root is None or composer.root.is_blank:
        problems.error(name, "文件里没有内容", "请写规则书", code="empty")
        return None
    return composer.root


def _is_gb(raw: bytes) -> bool:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _scan_lines(text: str, name: str, problems: Problems) -> None:
    """What YAML itself would explain badly: tabs for indentation, characters nobody sees."""
    tabs = 0
    for number, line in enumerate(_LINES.split(text), 1):
        body = line.lstrip(" ")
        if body.startswith("\t") and body.strip():
            tabs += 1
            if tabs <= MOST_REPEATED:
                problems.error(
                    f"{name} 第{number}行", "行首用了制表符(Tab)", "请改用空格缩进", code="tab"
                )
        if found := _INVISIBLE.search(line):
            where = f"{name} 第{number}行第{found.start() + 1}列"
            problems.error(where, "有看不见的零宽字符", "请删去后重新键入", code="invisible")


def full_width_colons(text: str) -> Iterator[tuple[int, str]]:
    """Lines that seem to use "：" as the mark between key and value: line number and key."""
    for number, line in enumerate(_LINES.split(text), 1):
        if found := _FULL_COLON.match(line[:LONGEST_KEY]):
            yield number, found[1]


def _explain(error: yaml.YAMLError, text: str, name: str, problems: Problems) -> None:
    """A syntax error in Chinese; a full-width colon near it is the usual reason, so it is named instead."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    near = [(n, key) for n, key in full_width_colons(text) if not line or n <= line + 1]
    if near:
        for number, key in near[-MOST_REPEATED:]:
            report_colon(f"{name} 第{number}行", key, problems)
        return
    where = f"{name} 第{line}行第{mark.column + 1}列" if mark else name
    what = str(getattr(error, "problem", "") or error)
    for english, chinese in _SYNTAX:
        if english in what:
            problems.error(where, *chinese, code="syntax")
            return
    problems.error(
        where, "YAML 写法不对", "请检查这一行及上一行的缩进、冒号、引号和括号", code="syntax"
    )


def report_colon(where: str, key: str, problems: Problems) -> None:
    """The problem of a full-width colon after a key."""
    remedy = f"请改成“{key}: ”(英文冒号加一个空格)"
    problems.error(where, f"“{key}”后面是中文冒号“：”", remedy, code="full-width-colon")


_SYNTAX = (
    ("mapping values are not allowed", ("这里不能再有冒号", "请检查缩进;文字里有“: ”的请加引号")),
    ("could not find expected ':'", ("这一行附近少了冒号", "键和值之间写英文冒号加空格")),
    ("did not find expected key", ("缩进或括号不对", "同一层的键要对齐,括号和引号要成对")),
    ("cannot start any token", ("用了不能直接写的符号", "请给文字加上引号")),
    ("did not find expected ',' or", ("括号没有成对,或少了逗号", "请补上 , 或 ] 或 }")),
    ("expected ',' or", ("括号没有成对,或少了逗号", "请补上 , 或 ] 或 }")),
    ("found unexpected end of stream", ("引号或括号没有关上", "请补上")),
    ("control characters are not allowed", ("有看不见的控制字符", "请删去")),
    ("special characters are not allowed", ("有看不见的控制字符", "请删去")),
)


@dataclass(slots=True)
class _Open:
    """A list or map still being read; `key` waits for its value, `seen` has the keys so far."""

    node: Node
    key: Node | None = None
    seen: set[str] = field(default_factory=set)


class _Composer:
    """Builds nodes from events on an explicit stack."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name, self.problems = name, problems
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.documents = self.nodes = 0

    def take(self, event: Any) -> bool:
        """Use one event; False to read no further."""
        if isinstance(event, yaml.DocumentStartEvent):
            return self._document(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("alias", str(event.anchor), event)
            return self._add(Node("text", *_at(event), quoted=True))
        if isinstance(event, yaml.NodeEvent):
            self._marks(event)
        if isinstance(event, yaml.ScalarEvent):
            quoted = event.style in _QUOTES
            return self._add(Node("text", *_at(event), event.value, quoted))
        if isinstance(event, yaml.CollectionStartEvent):
            kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
            node = Node(kind, *_at(event))
            go_on = self._add(node)
            self.open.append(_Open(node))
            return go_on and self._depth(event)
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
        return True

    def _document(self, event: Any) -> bool:
        self.documents += 1
        if event.tags:
            self.problems.error(f"{self.name} 第1行", "用了 %TAG 指令", "请删去", code="directive")
        if self.documents > 1:
            where = f"{self.name} 第{event.start_mark.line + 1}行"
            self.problems.error(where, "一个文件里有几份文档(---)", "请只留一份", code="documents")
        return self.documents == 1

    def _depth(self, event: Any) -> bool:
        if len(self.open) <= MOST_DEPTH:
            return True
        line, column = _at(event)
        where = f"{self.name} 第{line}行第{column}列"
        self.problems.error(where, f"嵌套超过 {MOST_DEPTH} 层", "请检查缩进和括号", code="too-deep")
        return False

    def _marks(self, event: Any) -> None:
        if event.anchor:
            self._refuse("anchor", event.anchor, event)
        if event.tag:
            self._refuse("tag", event.tag, event)

    def _refuse(self, sort: str, word: str, event: Any) -> None:
        what, remedy = _REFUSED[sort]
        line, column = _at(event)
        where = f"{self.name} 第{line}行第{column}列"
        self.problems.error(where, what.format(word[:40]), remedy, code=sort)

    def _add(self, node: Node) -> bool:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.problems.error(
                self.name, f"内容超过 {MOST_NODES} 项", "请拆成几本规则书", code="too-many"
            )
            return False
        if not self.open:
            self.root = node
            return True
        top = self.open[-1]
        if top.node.kind == "list":
            top.node.entries.append(node)
        elif top.key is None:
            self._key(top, node)
        else:
            top.node.pairs.append((top.key, node))
            node.key = top.key
            top.key = None
        return True

    def _key(self, top: _Open, node: Node) -> None:
        where = place(self.name, node)
        if node.kind != "text":
            self.problems.error(where, "键不是文字", "冒号前面请写一个词", code="key")
        elif node.text == "<<" and not node.quoted:
            self.problems.error(where, "用了合并键“<<”", "请把内容完整写出来", code="merge")
        elif node.text in top.seen:
            self.problems.error(
                where, f"“{node.text[:40]}”写了两次", "请合并成一处", code="duplicate-key"
            )
        top.seen.add(node.text)
        top.key = node


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
