"""The table of methods is complete and speaks unambiguously."""

from collections import Counter

import pytest

from baton.scoring.rulebook import METHODS, NODE_KINDS
from baton.scoring.rulebook.shapes import Choice, Record
from baton.scoring.rulebook.specs import ELSEWHERE
from baton.scoring.rulebook.specs.book import ITEM_FIELDS, ITEM_NOTES
from baton.scoring.rulebook.specs.nodes import NODE_FIELDS, NODE_NOTES


def test_no_method_of_the_list_is_left_out():
    numbers = [method.number for method in METHODS.values()] + [row[0] for row in ELSEWHERE]
    assert sorted(numbers) == [f"M{n:02}" for n in range(1, 35)]


def labels(fields):
    return [label for field in fields for label in (field.label, *field.also)]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_no_key_means_two_things(method):
    beside = ["无此任务", "单列", "缺报", "暂按", "输入"]
    inputs = [label for entry in method.inputs for label in (entry.label, *entry.also)]
    all_of_them = [*labels(method.fields), *inputs, *labels((*ITEM_FIELDS, *ITEM_NOTES)), *beside]
    assert [label for label, times in Counter(all_of_them).items() if times > 1] == []


@pytest.mark.parametrize("kind", NODE_KINDS.values(), ids=NODE_KINDS)
def test_no_key_of_a_node_means_two_things(kind):
    all_of_them = [*labels((*NODE_FIELDS, *NODE_NOTES)), *labels(kind.fields), "指标", "大项"]
    assert [label for label, times in Counter(all_of_them).items() if times > 1] == []


def shapes(shape):
    yield shape
    if isinstance(shape, Record):
        for field in shape.fields:
            yield from shapes(field.shape)
    elif hasattr(shape, "of"):
        yield from shapes(shape.of)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_words_of_a_choice_differ(method):
    for field in method.fields:
        for shape in shapes(field.shape):
            if isinstance(shape, Choice):
                words = [label for known in shape.words.values() for label in known]
                assert len(set(words)) == len(words)
    assert method.sentence.endswith("。")
    assert method.source
