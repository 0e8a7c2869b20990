"""加权: when no weight is left, the node is dropped like one without children."""

from tests.fuzz.books import case
from tests.fuzz.compare import compare


def weightless():
    """Some random book with a weighted node, all of whose weights are set to nought."""
    for seed in range(500):
        rulebook, facts = case(seed)
        nodes = [node for node in rulebook["nodes"] if node["kind"] == "weighted"]
        for node in nodes:
            node["weights"] = dict.fromkeys(node["weights"], "0")
        if nodes:
            yield rulebook, facts, {node["code"] for node in nodes}


def test_a_weighted_mean_without_weight_is_dropped_in_both_implementations():
    seen = 0
    for rulebook, facts, codes in weightless():
        difference, result = compare(rulebook, facts)
        assert difference is None, difference
        found = [line for line in result["nodes"]["rows"] if line[1] in codes]
        assert all(line[2] == "dropped" and line[3] is None for line in found)
        seen += bool(found)
    assert seen > 20
