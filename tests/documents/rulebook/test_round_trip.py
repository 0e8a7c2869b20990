"""What is written is read back as the same rule book, whatever names, numbers and texts it holds."""

import copy
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.scoring.rulebook import METHODS, alternatives, find_faults
from baton.scoring.rulebook.readings import FLOOR, asks_for_floor, reading_fields, wording
from tests.scoring.rulebook.books import EXAMPLES, POLICIES, book, everything, group, item, node


def check(rulebook):
    problems = Problems()
    text = write_rulebook(rulebook)
    again = read_rulebook_text(text, "写出.yaml", problems)
    assert again == rulebook, problems.listing() or text
    assert all(p.code in ("reading", "unused") for p in problems)


def declared(entry):
    """The indicator with all its readings kept as declared."""
    kept = {f.label: wording(f, entry["params"][f.key]) for f in reading_fields(entry)}
    if asks_for_floor(entry):
        kept[FLOOR.label] = wording(FLOOR, entry["floor"])
    return {**entry, "readings": {**kept, "公布数": "以统计局为准"}}


def test_everything_comes_back():
    check(everything())
    whole = everything()
    whole["items"] = [declared(entry) for entry in whole["items"]]
    assert find_faults(whole) == []
    check(whole)


@pytest.mark.parametrize("method", EXAMPLES)
def test_every_reading_comes_back(method):
    rulebook = book([declared(item(method))])
    check(rulebook)
    for _, variant in alternatives(book([item(method)]), method):
        check(variant)


def test_alternatives_of_groups_come_back():
    for _, variant in alternatives(everything()):
        check(variant)


def test_long_sentences_are_written_at_once():
    text = "按完成率计分,超额不加分;" * 300
    start = time.process_time()
    check(book([item(sentence=text), item("control", sentence=text.replace(",", ""))]))
    check(book([item(sentence="字" * 4000 + "："), item("control", sentence="a b " * 999 + "#")]))
    assert time.process_time() - start < 5


AWKWARD = ["其余", "不设", "责任书", "总分", "无", "名额", "等次", "是", "null", "~", "-1", "1e3", "[甲]", "{乙}",
           "甲: 乙", "甲：乙", "#1", "- 甲", "'", '"', "\\", "&a", "*a", "!x", "%", "@", "`", "甲,乙", "收入,各期之和",
           "?", ":", "=", "<<", "1", "截至期", "  中 间".strip(), "长" * 200, "\U00020000", "a\tb", "a\nb", "|", ">"]  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_come_back(name):
    rulebook = everything()
    text = {"items": {"direct": name}, "data": {"数": name}, "groups": {"县市区": name}}
    for table, names in text.items():
        for old, new in names.items():
            rulebook = renamed(rulebook, old, new)
        rulebook[table].sort(key=lambda row: row.get("code", row.get("group")))
    rulebook["items"].sort(key=lambda row: row["code"])
    rulebook["name"] = rulebook["items"][0]["sentence"] = name
    rulebook["groups"][1]["grades"] = group(name)["grades"]
    rulebook["groups"][1]["grades"]["levels"][1]["grade"] = name
    if not find_faults(rulebook):
        check(rulebook)
    else:
        assert name in ("数",), find_faults(rulebook)


def renamed(value, old, new):
    """The value with one text replaced wherever it stands, also as a key."""
    if isinstance(value, dict):
        return {
            new if key == old else key: entry if key == "method" else renamed(entry, old, new)
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [renamed(entry, old, new) for entry in value]
    return new if value == old else value


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from leaves(entry, (*path, index))
    else:
        yield path, value


def put(value, path, new):
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
WHOLE, SIX = st.integers(0, 10**15 - 1), st.integers(0, 999_999)


@st.composite
def numbers(draw):
    """Canonical decimal text of any size."""
    sign, whole = draw(st.sampled_from(["", "", "", "-"])), str(draw(WHOLE | st.integers(0, 200)))
    fraction = f"{draw(SIX | st.just(0)):06}".rstrip("0")
    text = whole + ("." + fraction if fraction else "")
    return "0" if text == "0" else sign + text


@st.composite
def books(draw):
    """A rule book of one method in which any leaf may have changed; what is no longer sound is put back."""
    method = draw(st.sampled_from(sorted(METHODS)))
    entry = item(method, code=draw(TEXT) or "F1", floor=draw(st.none() | numbers()))
    entry["policies"] = {
        **copy.deepcopy(POLICIES),
        "missing": {"policy": "constant", "value": draw(numbers())},
    }
    rulebook = book([entry], [node("总", children=[entry["code"]])])
    if find_faults(rulebook):
        return book([item(method)])
    for path, value in list(leaves(rulebook)):
        if path[0] in ("items", "nodes", "data", "name", "basis") and draw(st.integers(0, 3)) == 0:
            new = draw(numbers() if is_number(value) else TEXT) if isinstance(value, str) else value
            put(rulebook, path, new)
            if find_faults(rulebook):
                put(rulebook, path, value)
    return rulebook


def is_number(value):
    return value.lstrip("-").replace(".", "", 1).isdigit()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(books())
def test_any_sound_book_comes_back(rulebook):
    assert find_faults(rulebook) == []
    check(rulebook)
