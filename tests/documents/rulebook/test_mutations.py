"""However a rule book is damaged, the reader answers with problems or with a sound book, never with an exception."""

import random
import re
from pathlib import Path

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_draft_text, write_rulebook
from baton.documents.rulebook.book import BookReader
from baton.documents.rulebook.composing import Node, compose
from baton.documents.rulebook.scope import Source
from baton.scoring.rulebook import alternatives, find_faults, undeclared
from tests.scoring.rulebook.books import everything

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/rulebook.md"
TEXTS = [
    re.search(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)[1],
    write_rulebook(everything()),
]
VALUES = ["", "不设", "责任书", "60%", "-1", "9" * 20, "甲", "其余", "90分以上", "按1计", "0.95 至 1.05", "各期之和",
          "收入,x", "相加", "乘数", "[", "缺项折算", "按x分计", "是", "总分"]  # fmt: skip
KEYS = [*VALUES, "方法", "目标", "大项", "指标", "取", "常数", "等次", "责任书"]


def every_node(node):
    found = [node]
    for inner in found:
        found.extend(inner.entries)
        found.extend(value for _, value in inner.pairs)
    return found


def strange(chance, depth=2):
    """A value nobody expects there."""
    kind = chance.choice(["text", "text", "list", "map"]) if depth else "text"
    node = Node(kind, 1, 1)
    if kind == "text":
        node.text, node.quoted = chance.choice(VALUES), chance.random() < 0.3
    inner = [strange(chance, depth - 1) for _ in range(chance.randrange(3))] if depth else []
    if kind == "list":
        node.entries = inner
    if kind == "map":
        node.pairs = [(Node("text", 1, 1, chance.choice(KEYS)), value) for value in inner]
    return node


def damage(root, chance):
    node = chance.choice([n for n in every_node(root) if n.pairs])
    at = chance.randrange(len(node.pairs))
    key, value = node.pairs[at]
    match chance.randrange(3):
        case 0:
            del node.pairs[at]
        case 1:
            node.pairs[at] = key, strange(chance)
        case 2:
            node.pairs[at] = Node("text", 1, 1, chance.choice(KEYS)), value


@pytest.mark.parametrize("seed", range(120))
def test_damage_is_answered(seed):
    chance, problems = random.Random(seed), Problems()
    root = compose(TEXTS[seed % 2], "规则书.yaml", problems)
    for _ in range(chance.choice([1, 1, 2, 5])):
        damage(root, chance)
    draft = BookReader(root, Source("规则书.yaml", problems)).draft()
    assert not [str(p) for p in problems if "别的东西" in p.what]
    if draft is None:
        assert problems.errors
        return
    assert find_faults(draft.rulebook) == []
    undeclared(draft.rulebook)
    alternatives(draft.rulebook)
    again = read_draft_text(write_rulebook(draft.rulebook), "写回.yaml", Problems())
    assert again.rulebook == draft.rulebook
