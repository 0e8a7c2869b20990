"""What every generated (or shrunk) rule book must satisfy: the references of semantics section 3 and 7."""

from tests.fuzz.trees import below, rescaling, subtree


def faults(rulebook: dict) -> list[str]:
    """One line for each reference that leads nowhere or where it must not."""
    nodes = {node["code"]: node for node in rulebook["nodes"]}
    items = {item["code"]: item for item in rulebook["items"]}
    groups = {group["group"]: group for group in rulebook["groups"]}
    data = {row["code"] for row in rulebook["data"]}
    found = []
    if set(nodes) & set(items) or len(nodes) + len(items) < len([*nodes, *items]):
        found.append("a code is used twice")
    for code, node in nodes.items():
        found += [
            f"{code}: {child}" for child in below(nodes, code) if child not in {*nodes, *items}
        ]
        if node["kind"] == "children" and node["group"] not in groups:
            found.append(f"{code}: group {node['group']}")
        if node.get("take", "total") not in {"total", *nodes, *items}:
            found.append(f"{code}: take {node['take']}")
        if node["kind"] == "weighted" and set(node["weights"]) != set(node["children"]):
            found.append(f"{code}: weights")
    for item in items.values():
        found += [
            f"{item['code']}: data {source['item']}"
            for source in item["data"].values()
            if source["item"] not in data
        ]
    for veto in rulebook["vetoes"]:
        found += [f"veto: {code}" for code in veto["effects"]["zero_items"] if code not in items]
    return found or [fault for group in groups.values() for fault in _tree(rulebook, nodes, group)]


def _tree(rulebook: dict, nodes: dict, group: dict) -> list[str]:
    tops = [group["root"], *group["outside"]]
    codes = [code for top in tops for code in subtree(nodes, top)]
    found = [] if group["root"] in nodes else ["the root is no node"]
    if len(set(codes)) < len(codes):
        found.append(f"{group['group']}: a code occurs twice")
    for part in (group["ranking"], group["grades"] or {"keys": []}):
        found += [f"key {key['key']}" for key in part["keys"] if key["key"] not in codes]
    reach = rescaling(nodes, group)
    for item in rulebook["items"]:
        places = {policy.get("at") for policy in item["policies"].values()} - {None}
        allowed = set(reach[item["code"]]) if item["code"] in codes else places
        if not places <= allowed or (places and item["role"] != "ordinary"):
            found.append(f"{item['code']}: rescaled at {places}")
    return found
