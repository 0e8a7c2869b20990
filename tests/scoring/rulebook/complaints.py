"""How the tests damage a rule book and read what is said about it."""

import copy

from baton.scoring.rulebook import find_faults, labelled


def faults(rulebook):
    """The faults as (place in an official's words, what, remedy)."""
    return [(labelled(rulebook, f.path), f.what, f.remedy) for f in find_faults(rulebook)]


def one(rulebook):
    found = faults(rulebook)
    assert len(found) == 1, found
    return found[0]


def set_in(value, path, new):
    """A copy with one place changed; the last step may be new."""
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return value


def without(value, path):
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return value
