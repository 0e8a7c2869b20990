"""Where the points went: lines that add up exactly to full points less the total.

Every part of the tree gives lines whose sum is its own full points (``base``) less its value. A sum passes
its children's lines through (in a round brought to 100, times that factor), a weighted mean scales them exactly, a multiplier adds one line per coefficient,
any other node gives one line; what rescaling, limits and rounding do stands in lines of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from baton.scoring.explain.context import Context, Disagreement, Part, Place
from baton.scoring.explain.factors import factors_of
from baton.scoring.explain.mixing import counted, weighted_mean
from baton.scoring.explain.sums import rescaling_of
from baton.scoring.explain.wording import cut, figure, fraction, limit
from baton.scoring.plan import children_of, rounding_of

LOSSES = "@losses"
ZERO, TRIFLE = Fraction(0), Fraction(1, 10**9)


@dataclass(frozen=True)
class Loss:
    """Points lost (negative: gained) at one place and for one reason. is_aside: of what is added or deducted."""

    code: str
    name: str
    reason: str
    points: Fraction
    is_aside: bool = False

    def data(self) -> dict[str, str]:
        """Plain data."""
        words = REASONS[self.reason]
        return {
            "code": self.code,
            "name": self.name,
            "reason": self.reason,
            "reason_words": words,
            "points": figure(self.points),
        }


REASONS = {
    "score": "失分",
    "open": "尚未出数",
    "bonus": "加减分",
    "veto": "一票否决",
    "rescale": "缺项折算",
    "coefficient": "系数",
    "limit": "封顶保底",
    "rounding": "取舍",
    "roundings": "各级取舍合计",
    "scale": "满分折合",
    "node": "合成",
}


@dataclass(frozen=True)
class Account:
    """Full points, value, and the lines between them."""

    base: Fraction
    value: Fraction
    lines: tuple[Loss, ...]

    def checked(self, code: str) -> Account:
        """Itself, if the lines add up."""
        if sum((line.points for line in self.lines), ZERO) != self.base - self.value:
            raise Disagreement(f"{code}:失分合计与满分减得分不符")
        return self


def losses_of(context: Context, place: Place) -> Account:
    """The lines of the root, with the total's own rounding and the cap by veto at the end."""
    return context.kept((place.subject.subject, LOSSES), lambda: _losses_of(context, place))


def _losses_of(context: Context, place: Place) -> Account:
    line = context.result.lines[place.subject.subject]
    root = place.group.entry["root"]
    account = node_account(context, place, root)
    if line.total is None:
        return account.checked(root)
    rules = rounding_of(context.plan.rulebook["rounding"]["total"])
    value = account.value if rules is None else cut(account.value, rules)
    total = fraction(line.total)
    lines = (
        *account.lines,
        Loss(root, "总分", "rounding", account.value - value),
        Loss(root, "总分封顶", "veto", value - total),
    )
    return Account(account.base, total, _told(lines)).checked(root)


def told_losses(account: Account, root: str, name: str) -> list[Loss]:
    """The lines as a person reads them: largest first, what roundings did on all levels in one line at the end."""
    roundings = [line for line in account.lines if line.reason == "rounding"]
    others = [line for line in account.lines if line.reason != "rounding"]
    if len(roundings) > 1:
        points = sum((line.points for line in roundings), ZERO)
        roundings = list(_told((Loss(root, name, "roundings", points),)))
    return [*sorted(others, key=lambda line: -line.points), *roundings]


def node_account(context: Context, place: Place, code: str) -> Account:
    """The lines of one node of the tree."""
    node, whole = context.plan.nodes[code], context.part(place, code)
    aside = node["role"] != "ordinary"
    made = _ACCOUNTS.get(node["kind"], _one_line)
    if whole.status == "dropped":
        return Account(ZERO, ZERO, ())
    if whole.value is None or (aside and node["kind"] != "sum"):
        made = _one_line
    account = made(context, place, node, whole)
    if made is not _one_line:
        account = _finished(context, node, whole, account)
    if account.value != whole.number:
        raise Disagreement(f"{code}:失分解释得 {account.value},结果是 {whole.value}")
    return replace(account, lines=_told(account.lines)).checked(code)


def _child(context: Context, place: Place, code: str, aside: bool) -> Account:
    is_node = code in context.plan.nodes
    account = node_account(context, place, code) if is_node else _item(context, place, code, aside)
    role = (context.plan.nodes if is_node else context.plan.items)[code]["role"]
    return account if role == "ordinary" else _marked(account, is_aside=True)


def _marked(account: Account, *, is_aside: bool) -> Account:
    lines = tuple(replace(line, is_aside=is_aside) for line in account.lines)
    return replace(account, lines=lines)


def _item(context: Context, place: Place, code: str, aside: bool) -> Account:
    """One indicator: what it missed, and what a veto took."""
    final = context.part(place, code)
    if not final.present or final.status == "dropped":
        return Account(ZERO, ZERO, ())
    plain = final.role == "ordinary" and not aside
    base = final.full if plain else ZERO
    reason = "score" if plain else "bonus"
    if final.status == "open":
        return Account(base, ZERO, (Loss(code, final.name, "open", base),))
    if final.outcome != "vetoed":
        return Account(base, final.number, (Loss(code, final.name, reason, base - final.number),))
    before = context.part_before(place, code)
    own = base if before.value is None and plain else before.number
    missed = Loss(code, final.name, reason, base - own)
    return Account(base, ZERO, (missed, Loss(code, final.name, "veto", own)))


def _one_line(context: Context, place: Place, node: dict[str, Any], whole: Part) -> Account:
    """A node whose parts do not add up to it: full points less value."""
    plain = node["role"] == "ordinary"
    base = fraction(node["full"]) if plain and "full" in node else ZERO
    base = whole.full if plain and "full" not in node else base
    reason = "open" if whole.value is None else "node" if plain else "bonus"
    return Account(base, whole.number, (Loss(whole.code, whole.name, reason, base - whole.number),))


def _sum(context: Context, place: Place, node: dict[str, Any], whole: Part) -> Account:
    """Children passed through; where something is dropped, what making up for it does."""
    aside = node["role"] != "ordinary"
    parts = [context.part(place, code) for code in node["children"]]
    accounts = [_child(context, place, part.code, aside) for part in parts]
    lines = tuple(line for account in accounts for line in account.lines)
    base = sum((account.base for account in accounts), ZERO)
    value = sum((account.value for account in accounts), ZERO)
    found = rescaling_of(context, place, node, parts)
    if found.needed and found.value is not None:
        whole_base = ZERO if aside else base + found.dropped
        if found.is_brought and not aside:
            factor = found.full / found.kept
            lines = tuple(
                line if line.is_aside else replace(line, points=line.points * factor)
                for line in lines
            )
        rest = whole_base - found.value - sum((line.points for line in lines), ZERO)
        reason = "rounding" if found.is_brought and abs(rest) < TRIFLE else "rescale"
        lines = (*lines, Loss(whole.code, whole.name, reason, rest))
        base, value = whole_base, found.value
    if aside and base:
        lines = (*lines, Loss(whole.code, whole.name, "scale", -base))
        base = ZERO
    return Account(base, value, lines)


def _weighted(context: Context, place: Place, node: dict[str, Any], whole: Part) -> Account:
    """Children's lines times weight ÷ Σ weights, exactly."""
    parts = [context.part(place, code) for code in node["children"]]
    total, mean = weighted_mean(node, parts)
    full = fraction(node["full"])
    if total <= 0:
        return Account(full, mean, (Loss(whole.code, whole.name, "node", full - mean),))
    lines: list[Loss] = []
    base, exact = ZERO, ZERO
    for part in counted(parts):
        share = fraction(node["weights"][part.code]) / total
        account = _marked(_child(context, place, part.code, aside=False), is_aside=False)
        lines += [replace(line, points=line.points * share) for line in account.lines]
        base, exact = base + share * account.base, exact + share * account.value
    lines.append(Loss(whole.code, whole.name, "scale", full - base))
    lines.append(Loss(whole.code, whole.name, "rounding", exact - mean))
    return Account(full, mean, tuple(lines))


def _multiplier(context: Context, place: Place, node: dict[str, Any], whole: Part) -> Account:
    """The base's lines, then each coefficient on what stands before it."""
    parts = [context.part(place, code) for code in children_of(node)]
    account = _marked(_child(context, place, node["base"], aside=False), is_aside=False)
    full, value = fraction(node["full"]), account.value
    lines = [*account.lines, Loss(whole.code, whole.name, "scale", full - account.base)]
    for factor in factors_of(context, place, node, parts):
        if factor.value is not None:
            points = value - value * factor.value
            lines.append(Loss(factor.node, factor.name, "coefficient", points))
            value *= factor.value
    return Account(full, value, tuple(lines))


def _finished(context: Context, node: dict[str, Any], whole: Part, account: Account) -> Account:
    """Floor and cap, then the rounding of nodes."""
    value = account.value
    low, high = limit(node["floor"]), limit(node["cap"])
    held = value if low is None else max(value, low)
    held = held if high is None else min(held, high)
    place = rounding_of(context.plan.rulebook["rounding"]["node"])
    done = held if place is None else cut(held, place)
    lines = (
        *account.lines,
        Loss(whole.code, whole.name, "limit", value - held),
        Loss(whole.code, whole.name, "rounding", held - done),
    )
    return Account(account.base, done, lines)


def _told(lines: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """Without the lines that say nothing."""
    return tuple(line for line in lines if line.points)


_ACCOUNTS = {"sum": _sum, "weighted": _weighted, "multiplier": _multiplier}
