"""考核方案附件: the rule book as the table it came from, with the reading beside each sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from baton.desk.papers.annex_lines import ROLES, Whom, line_of, whom_of
from baton.desk.papers.annex_rules import rules_of
from baton.desk.papers.gathering import groups_of, plain
from baton.desk.parts.papers import put_together
from baton.desk.results import result_of
from baton.desk.rules import work_sums
from baton.documents.papers import Annex, AnnexLine, AnnexPaper, AnnexPart
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.models import Run
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.cover import citations
from baton.domain.schemes.models import Citation, Scheme, Version
from baton.domain.schemes.queries import book_of
from baton.scoring.plan import children_of
from baton.scoring.result import Result

Json = dict[str, Any]
Sums = Callable[[Json, list[Json]], str]  # of a node and indicators below it: what a unit can get
SUM, ALL = "sum", "all"
BESIDE = "加减分"


def annex(run: Run, group: str = "") -> Annex:
    """A table for each tree of indicators, with the groups that are assessed by it."""
    result, lines = result_of(run), groups_of(run, group)
    units = {
        name: [one.subject for one in own if one.subject in result.plan.row_of]
        for name, own in lines.items()
    }
    return _annex(
        run.version, result.plan.rulebook, list(lines), whom_of(run.version, result.plan.rulebook, run.round.on),
        lambda groups: partial(_sum, result, [one for name in groups for one in units[name]]),
    )  # fmt: skip


def annex_of(version: Version) -> Annex:
    """The same of a version before anything is computed, with sums where they are one for all units."""
    book = book_of(version)
    own = [one["group"] for one in book["groups"]]
    known = [name for name in orgs.group_names(version.scheme.year) if name in own]
    ordered = [*known, *(name for name in own if name not in known)]
    return _annex(version, book, ordered, whom_of(version, book), lambda _: _fixed_sum)


def _annex(
    version: Version, book: Json, groups: Sequence[str], whom: Whom, sums_of: Callable[[list[str]], Sums]
) -> Annex:  # fmt: skip
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
            _named(book, root), own, _parts(book, tops, sums, partial(whom, own)), _whole(book, root, sums), works.get(own[0], ""), put_together(book, tops), rules_of(book, own)
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


def _parts(book: Json, tops: list[str], sums: Sums, whom: Callable[[str], str]) -> list[AnnexPart]:
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
            lines = [line_of(book, items[child], data, whom(child)) for child in own]
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
            AnnexPart(
                BESIDE,
                [line_of(book, items[one], data, whom(one)) for one in beside],
                is_beside=True,
            )
        )
    rest = [top for top in tops if top in items and top not in seen]
    if rest:
        found.append(
            AnnexPart("总分之外", [line_of(book, items[one], data, whom(one)) for one in rest])
        )
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
