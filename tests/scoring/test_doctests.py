"""文档里的例子: every example in the engine's docstrings is run, and every method has one."""

import doctest
import importlib
import pkgutil

import pytest

import baton.scoring
from baton.scoring.methods import METHODS

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(baton.scoring.__path__, "baton.scoring.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    done = doctest.testmod(importlib.import_module(name))
    assert done.failed == 0


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_says_name_sentence_source_and_shows_an_example(method):
    number, function = METHODS[method]
    text = function.__doc__ or ""
    assert text.startswith(number)
    assert "来源:" in text
    assert doctest.DocTestFinder().find(function)[0].examples


def test_a_false_example_is_noticed():
    test = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "planted", None, None)
    assert doctest.DocTestRunner(verbose=False).run(test, out=lambda _: None).failed == 1
