"""考核方案附件: the rule book as the table it came from, with the reading beside each sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from baton.desk.papers.annex_rules import rules_of
from baton.desk.papers.gathering import groups_of, plain
from baton.desk.parts.papers import put_together
from baton.desk.results import result_of
from baton.desk.rules import work_sums
from baton.documents.papers import Annex, AnnexLine, AnnexPaper, AnnexPart
from baton.documents.plain_names import plain_names, plainly
from baton.documents.rulebook import write_item
from baton.documents.scheme_table import TARGET, target_of
from baton.domain.assessment.models import Run
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.cover import citations
from baton.domain.schemes.models import Citation, Scheme, Version
from baton.domain.schemes.queries import book_of
from baton.scoring.explain.figures import held_against
from baton.scoring.plan import children_of
from baton.scoring.result import Result
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.readings import matters, reading_fields

Json = dict[str, Any]
Sums = Callable[[Json, list[Json]], str]  # of a node and indicators below it: what a unit can get
TARGETS = ("目标", "起扣线", "参照值", "满分线", "截止日")
BY_AGREEMENT = "按责任书"
SUM, ALL = "sum", "all"
MOST_WRITTEN = 60
LONGEST_LABEL = 6
ROLES = {"bonus": "加分", "deduction": "扣分"}
BESIDE = "加减分"


def annex(run: Run, group: str = "") -> Annex:
    """A table for each tree of indicators, with the groups that are assessed by it."""
    result, lines = result_of(run), groups_of(run, group)
    units = {
        name: [one.subject for one in own if one.subject in result.plan.row_of]
        for name, own in lines.items()
    }
    return _annex(
        run.version, result.plan.rulebook, list(lines),
        lambda groups: partial(_sum, result, [one for name in groups for one in units[name]]),
    )  # fmt: skip


def annex_of(version: Version) -> Annex:
    """The same of a version before anything is computed, with sums where they are one for all units."""
    book = book_of(version)
    own = [one["group"] for one in book["groups"]]
    known = [name for name in orgs.group_names(version.scheme.year) if name in own]
    ordered = [*known, *(name for name in own if name not in known)]
    return _annex(version, book, ordered, lambda _: _fixed_sum)


def _annex(
    version: Version, book: Json, groups: Sequence[str], sums_of: Callable[[list[str]], Sums]
) -> Annex:
    roots = {one["group"]: one for one in book["groups"]}
    trees: dict[str, list[str]] = {}
    for name in groups:
        if name in roots:
            trees.setdefault(roots[name]["root"], []).append(name)
    works = {name: said for names, said in work_sums.told(book) for name in names}
    papers = []
    for root, own in trees.items():
        sums, tops = sums_of(own), [root, *roots[own[0]]["outside"]]
        paper = AnnexPaper(
            _named(book, root), own, _parts(book, tops, sums), _whole(book, root, sums), works.get(own[0], ""), put_together(book, tops), rules_of(book, own)
        )  # fmt: skip
        papers.append(plainly(paper, plain_names(book, own[0])))
    return Annex(book["name"], _decided(version), papers, cited(version.scheme))


def cited(scheme: Scheme) -> list[tuple[str, str]]:
    """What the scheme rests on, as its cover says: each upper scheme and basis with its number and day."""
    shown = {Citation.Kind.UPPER, Citation.Kind.BASIS}
    return [(one.get_kind_display(), called(one)) for one in covered(scheme) if one.kind in shown]


def covered(scheme: Scheme) -> list[Citation]:
    """What stands on the cover, the upper level's scheme first, then bases, the text, its interpretation."""
    kinds = Citation.Kind.values
    return sorted(citations(scheme), key=lambda one: kinds.index(one.kind))


def called(citation: Citation) -> str:
    """A document by title, number and day."""
    day = citation.issued_on.isoformat() if citation.issued_on else ""
    told = "，".join(one for one in (citation.document, day) if one)
    title = citation.title if citation.title.startswith("《") else f"《{citation.title}》"
    return f"{title}（{told}）" if told else title


def _decided(version: Version) -> str:
    """Which version this is and who agreed to it."""
    said = f"规则书第 {version.number} 版（{version.get_state_display()}）"
    last = version.approvals.order_by("decided_on", "id").last()
    if last is None:
        return said
    return f"{said}，{last.decided_on.isoformat()} {last.organ}{last.meeting}" + (
        f"，{last.document}" if last.document else ""
    )


def _named(book: Json, code: str) -> str:
    return next((str(node["name"]) for node in book["nodes"] if node["code"] == code), code)


def _parts(book: Json, tops: list[str], sums: Sums) -> list[AnnexPart]:
    """Indicators under the node that holds them, in the order of the tree; each once.

    What is added and deducted beside the papers comes behind them, as in an office's own table.
    """
    nodes = {node["code"]: node for node in book["nodes"]}
    items = {item["code"]: item for item in book["items"]}
    data = {entry["code"]: entry for entry in book["data"]}
    classes = {code: work_sums.WORDS[work] for code, work in work_sums.works(book).items()}
    found: list[AnnexPart] = []
    seen: set[str] = set()
    beside: list[str] = []

    def visit(code: str) -> None:
        if code in seen or code not in nodes:
            return
        seen.add(code)
        children = children_of(nodes[code])
        own = [child for child in children if child in items and child not in seen]
        seen.update(own)
        own.sort(key=lambda child: items[child]["role"] in ROLES)
        if (
            code in tops
            and len(own) < len(children)
            and all(items[one]["role"] in ROLES for one in own)
        ):
            beside.extend(own)
            own = []
        if own:
            lines = [_line(book, items[child], data) for child in own]
            named = [classes.get(child, "") for child in own]
            same = named[0] if len(set(named)) == 1 else ""
            if not same:
                lines = [_classed(line, work) for line, work in zip(lines, named, strict=True)]
            found.append(
                AnnexPart(
                    nodes[code]["name"],
                    lines,
                    sums(nodes[code], [items[one] for one in own]),
                    same,
                )
            )
        for child in sorted(
            children, key=lambda child: child in nodes and nodes[child]["role"] in ROLES
        ):
            visit(child)

    for top in tops:
        visit(top)
    if beside:
        found.append(
            AnnexPart(BESIDE, [_line(book, items[one], data) for one in beside], is_beside=True)
        )
    rest = [top for top in tops if top in items and top not in seen]
    if rest:
        found.append(AnnexPart("总分之外", [_line(book, items[one], data) for one in rest]))
    return found


def _classed(line: AnnexLine, work: str) -> AnnexLine:
    """An indicator whose class of work is not that of all the others beside it."""
    return replace(line, name=f"{line.name}（{work}）") if work else line


def _sum(result: Result, units: list[str], node: Json, items: list[Json]) -> str:
    """What a unit can get in a part whose points are added up; from least to most where units have other tasks."""
    ordinary = _added(node, items)
    sums = set()
    for unit in units if ordinary else ():
        cells = [cell for item in ordinary if (cell := result.cell(unit, item["code"])) is not None]
        ratios = [result.scores.points.ratio(cell) for cell in cells]
        sums.add(sum((Fraction(points, 10**places) for points, places in ratios), Fraction(0)))
    return "～".join(plain(one) for one in sorted({min(sums), max(sums)})) if sums else ""


def _fixed_sum(node: Json, items: list[Json]) -> str:
    """The points of a part where every unit has all of them; nothing where agreements tell who has what."""
    ordinary = _added(node, items)
    if any(item["applies"] != ALL or not isinstance(item["points"], str) for item in ordinary):
        return ""
    return plain(sum((Fraction(item["points"]) for item in ordinary), Fraction(0))) if ordinary else ""  # fmt: skip


def _added(node: Json, items: list[Json]) -> list[Json]:
    """The indicators whose points a part adds up; none where it does something else, or has only one."""
    ordinary = [item for item in items if item["role"] not in ROLES]
    return ordinary if node["kind"] == SUM and len(ordinary) > 1 else []


def _whole(book: Json, root: str, sums: Sums) -> str:
    """What a unit can get in the whole tree, as long as every node of it only adds up."""
    nodes = {node["code"]: node for node in book["nodes"]}
    items = {item["code"]: item for item in book["items"]}
    below, own = [root], []
    for code in below:
        if code in items:
            own.append(items[code])
        elif nodes[code]["kind"] != SUM:
            return ""
        elif nodes[code]["role"] not in ROLES:
            below += children_of(nodes[code])
    return sums(nodes[root], own)


def _line(book: Json, item: Json, data: dict[str, Json]) -> AnnexLine:
    written = dict(_parameters(write_item(book, item["code"])))
    points = item["points"] if isinstance(item["points"], str) else BY_AGREEMENT
    if item["role"] in ROLES:
        points = ROLES[item["role"]]
    method = METHODS[item["method"]].title
    idle = {field.label for field in reading_fields(item) if not matters(field, item)}
    readings = [f"{key}：{word}" for key, word in item["readings"].items() if key not in idle]
    return AnnexLine(
        item["name"], points, target_of(item) or _target(written, held_against(item).values()), _told(item), "；".join([method, *readings]),
        item.get("source") or _source(item, data), item["lead"],
    )  # fmt: skip


def _told(item: Json) -> str:
    """The sentence, with what the office's table says beside it: 指标解释 and 依据, each on a line of its own."""
    found = [item["sentence"]]
    for line in item.get("definition", "").splitlines():
        label, colon, rest = line.partition(":")
        is_labelled = bool(colon) and len(label) <= LONGEST_LABEL
        if label != TARGET:
            found.append(f"{label}：{rest}" if is_labelled else f"指标解释：{line}")
    if item.get("basis"):
        found.append(f"依据：{item['basis']}")
    return "\n".join(found)


def _parameters(written: str) -> list[tuple[str, str]]:
    """The lines of a written indicator that fit on one line, label and value."""
    pairs = (line.partition(": ") for line in written.splitlines() if not line.startswith(" "))
    return [(label, value.strip()) for label, _, value in pairs if value.strip()]


def _target(written: dict[str, str], in_data: Collection[str]) -> str:
    """What figures are held against; `in_data`: which of these lines are figures, and not completion rates."""
    found = []
    for label in TARGETS:
        value = written.get(label, "").strip("\"'")
        if not value or len(value) > MOST_WRITTEN or value in {"不设", "无"}:
            continue
        found.append(
            BY_AGREEMENT
            if value.startswith(("责任书", "{责任书"))
            else value
            if label == "目标"
            else f"{label} {value}"
            if label != TARGETS[1] or label in in_data
            else f"{label} 完成率 {value.rstrip('%')}%"
        )
    return "；".join(found) or "—"


def _source(item: Json, data: dict[str, Json]) -> str:
    """The figures the indicator uses with their units, and where they come from."""
    found = []
    for entry in item["data"].values():
        known = data.get(entry.get("item", "")) if isinstance(entry, dict) else None
        if known is None:
            continue
        unit = f"（{known['unit']}）" if known.get("unit") else ""
        found.append(
            f"{known['name']}{unit}" + (f"，{known['source']}" if known.get("source") else "")
        )
    return "；".join(dict.fromkeys(found)) or "加减分台账"
