"""一个单位的账: the way from full points to the total, indicator by indicator in the scheme's own order, so that it adds up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from baton.desk.looks.outward import held
from baton.desk.looks.reasons import factor_reason, figures_of, reason_of, state_told
from baton.desk.papers import asides, combining
from baton.desk.papers.background import Background
from baton.desk.papers.brought import as_totals, summed
from baton.desk.papers.cell_reasons import in_cell, of_factor
from baton.desk.papers.gathering import (
    MOST_PLACES,
    plain,
    rounded,
    shown,
    tree,
    units_of,
)
from baton.desk.papers.lead_words import with_words
from baton.desk.papers.losing import losses_of
from baton.documents.papers import CheckLine
from baton.domain.assessment.models import RunLine
from baton.punctuation import full_width
from baton.scoring.explain import explain
from baton.scoring.explain.losses import REASONS
from baton.scoring.explain.rescaled import kept_full, rescaled
from baton.scoring.plan import children_of
from baton.scoring.scope_scaling import shown_children

NONE = "—"
SUM, BONUS = "sum", "bonus"
PASSED = {"sum", "weighted", "multiplier"}  # kinds whose children are told one by one


@dataclass(frozen=True)
class Line:
    """A row of a check sheet with the points it took from the total; None: it takes none."""

    row: CheckLine
    code: str = ""
    points: Fraction | None = None


class Account:
    """One unit's way from full points to its total."""

    def __init__(self, background: Background, line: RunLine) -> None:
        self.background, self.line = background, line
        self.result, self.subject = background.result, line.subject
        self.place = background.context.place(self.subject)
        self.lost = losses_of(self.result, self.subject)
        self.plan = self.result.plan
        told = rescaled(background.context, self.subject)
        self._rescaled = {one.code: one for one in told if not one.factor}
        self.brought = next((one for one in told if one.factor), None)
        self._made: list[Line] = []
        self._spans: list[tuple[int, int]] = []  # of each sum: its first row and its own

    def lines(self) -> list[Line]:
        """Indicators under their part with its sum, coefficients with what they took, the rest, the total."""
        if not self._made:
            root = self.place.group.entry["root"]
            self._node(root, is_root=True)
            for code in self.place.group.entry["outside"]:
                self._child(code, "总分以外", "")
            self._as_totals()
            self._rest()
        return self._made

    def _node(self, code: str, *, is_root: bool = False, share: str = "") -> None:
        node = self.plan.nodes[code]
        part = self.background.context.part(self.place, code)
        if not part.present or node["role"] != "ordinary":
            return
        if node["kind"] in combining.WORDS and self._items_below(code):
            self._combined(code, part, share)
            return
        if node["kind"] not in PASSED:
            self._single(part, share)
            return
        name = "" if is_root else full_width(part.name) + share
        if node["kind"] == "multiplier":
            self._multiplied(code, node, name)
            return
        start = len(self._made)
        for child in shown_children(self.plan, code):
            weight = node.get("weights") or {}
            self._child(
                child, name, f"×{plain(Fraction(weight[child]) * 100)}%" if child in weight else ""
            )
        if name and any(child in self.plan.items for child in children_of(node)):
            self._made_up(part, name, self._made[start:])
            self._sum(part, name, self._made[start:])
            if any(one.points is not None for one in self._made[start:]):
                self._spans.append((start, len(self._made) - 1))

    def _child(self, code: str, section: str, share: str) -> None:
        if code in self.plan.items:
            item = self._item(code, section, share)
            if item is not None:
                self._made.append(item)
        else:
            self._node(code, share=share)

    def _item(self, code: str, section: str, share: str = "") -> Line | None:
        item = self.plan.items[code]
        if self.result.cell(self.subject, code) is None or item["role"] != "ordinary":
            return None
        it = explain(self.result, self.subject, code).data()
        points = (
            None
            if code in self.background.apart(self.subject)
            else rounded(self.lost.items.get(code, Fraction(0)))
        )
        has_score = it.get("score") is not None
        own = Fraction(it["lost"]) if it.get("lost") else Fraction(0)
        digits = self.background.manner.of(code)
        told = reason_of(it, digits) if own or not has_score else ""
        figure = figures_of(it, digits)
        reason, cell = (
            with_words(text, self.subject, item, self.background.words)
            for text in (told, in_cell(it, told, figure) if has_score else told)
        )
        row = CheckLine(
            item["name"] + share, it["full"] or NONE, it.get("score") or state_told(it),
            plain(points) if points is not None and has_score else NONE, figure, item["lead"], reason, section, cell=cell,
        )  # fmt: skip
        return Line(row, code, points if has_score else None)

    def _single(self, part: Any, share: str) -> None:
        """A part that is told as one figure, such as what an official has from the unit."""
        points = rounded(self.lost.items.get(part.code, Fraction(0)))
        unit = units_of(self.result, self.subject, self.background.known)
        score = shown(part.value) if part.value is not None else "未出"
        row = CheckLine(
            full_width(part.name) + share, shown(part.full), score, plain(points) if part.value is not None else NONE,
            "", unit, "按所在单位的得分折算" if unit else "", "",
        )  # fmt: skip
        self._made.append(Line(row, part.code, points if part.value is not None else None))

    def _combined(self, code: str, part: Any, share: str) -> None:
        """The indicators first, which take nothing by themselves, then what came of them and what it took."""
        name = full_width(part.name) + share
        for item in self._items_below(code):
            self._child(item, name, "")
        told = explain(self.result, self.subject, code).data()
        leads = (lead for below in combining.behind(told) for lead in self._leads(below))
        points = rounded(self.lost.items.get(code, Fraction(0))) if part.value is not None else None
        row = CheckLine(
            name, shown(part.full), shown(part.value) if part.value is not None else "未出",
            plain(points) if points is not None else NONE, "", "、".join(dict.fromkeys(leads)), combining.how(told), name,
        )  # fmt: skip
        self._made.append(Line(row, code, points))

    def _items_below(self, code: str) -> list[str]:
        return [one for one in tree(self.result, [code])[1:] if one in self.plan.items]

    def _multiplied(self, code: str, node: dict[str, Any], name: str) -> None:
        """The base first, then each coefficient with its own indicators and what it took."""
        self._child(node["base"], name, "")
        told = explain(self.result, self.subject, code).data()["coefficients"]
        for factor in told:
            below, section = factor["node"], "系数"
            if below in self.plan.items:
                self._child(below, section, "")
            else:
                section = factor["name"]
                for child in tree(self.result, [below])[1:]:
                    if child in self.plan.items:
                        self._child(child, section, "")
            taken = self.lost.coefficients.get(below)
            points = rounded(taken or Fraction(0))
            value = factor["coefficient"]
            reason = factor_reason(full_width(factor["text"]))
            row = CheckLine(
                f"{factor['name']}系数", NONE, f"×{value}" if value else "未出", plain(points) if value else NONE,
                "", "、".join(self._leads(below)), reason, section, cell=of_factor(reason),
            )  # fmt: skip
            self._made.append(
                Line(
                    row,
                    f"{below}×" if below in self.plan.items else below,
                    points if value else None,
                )
            )

    def _leads(self, code: str) -> list[str]:
        """Whose indicators stand behind a coefficient, each lead unit once, in the scheme's order."""
        items = (self.plan.items.get(one) for one in tree(self.result, [code]))
        return list(
            dict.fromkeys(item["lead"] for item in items if item is not None and item["lead"])
        )

    def _made_up(self, part: Any, name: str, lines: list[Line]) -> None:
        """What making up for a missing task did within a part, with the part's own rounding, so that the part adds up."""
        told = self._rescaled.pop(part.code, None)
        if told is None or self.line.total is None:
            return
        points, gained = self.lost.rescaled.get(part.code, Fraction(0)), told.gained
        full, below = kept_full(self.background.context, self.place, part.code), sum((one.points or Fraction(0) for one in lines), Fraction(0))  # fmt: skip
        more = full - part.number - below - points if full is not None else Fraction(0)
        if (
            abs(more) * 10 ** int(self.plan.rulebook["rounding"]["node"]["places"]) < 1
        ):  # the part's rounding
            points, gained = points + more, gained - more
        points = rounded(points)
        why = told.sentence.removeprefix(f"{name}：")
        row = CheckLine(REASONS["rescale"], NONE, asides.signed(rounded(gained)), plain(points), "", "", why, name)  # fmt: skip
        self._made.append(Line(row, "", points))

    def _sum(self, part: Any, name: str, lines: list[Line]) -> None:
        points = sum((one.points or Fraction(0) for one in lines), Fraction(0))
        score = shown(part.value) if part.value is not None else "未出"
        full = kept_full(self.background.context, self.place, part.code)
        states = {one.row.score for one in lines}
        is_free = (
            not full and len(states) == 1 and all(one.points is None for one in lines)
        )  # 无此任务
        row = CheckLine(
            "小计" + self._times(part.code),
            NONE if is_free or full is None else shown(full),
            states.pop() if is_free else score,
            NONE if is_free else plain(points),
            "",
            "",
            "",
            name,
            SUM,
        )
        self._made.append(Line(row))

    def _times(self, code: str) -> str:
        """What stands behind a sum whose points are not yet brought to 100, while what it lost is."""
        brought = self.brought
        return f"（失分 × {brought.factor}）" if brought and brought.code != code else ""

    def _as_totals(self) -> None:
        """Losses that only reckoning gives, such as those of coefficients, with the decimals of totals.

        Where a round is brought to 100 all are of that kind. They add up, where roundings alone can do that; else the
        line of the rest says what is lacking.
        """
        if self.line.total is None:
            return
        places = int(self.plan.rulebook["rounding"]["total"]["places"])
        points = {at: one.points for at, one in enumerate(self._made) if one.points is not None}
        free = {at: one for at, one in points.items() if self.brought or self._is_reckoned(at, one)}
        seen = sum((one for at, one in points.items() if at not in free), Fraction(0))
        made = as_totals(free, self._whole_of_lines(self.line.total) - seen, places)
        if made == free and not self.brought:
            made = {at: rounded(one, min(places, MOST_PLACES)) for at, one in free.items()}
        if made == free and not self.brought:
            return
        sums = summed(points | made, self._spans)
        self._made = [
            Line(replace(one.row, lost=plain((made | sums)[at])), one.code, made.get(at, one.points)) if at in made or at in sums else one
            for at, one in enumerate(self._made)
        ]  # fmt: skip

    def _is_reckoned(self, at: int, lost: Fraction) -> bool:
        """Whether a row's loss is neither what its full points and its score leave for everybody to see, nor under a sum."""
        one = self._made[at]
        if not one.code or any(start <= at < end for start, end in self._spans):
            return False
        try:
            return Fraction(one.row.full) - Fraction(one.row.score.replace("−", "-")) != lost
        except ValueError:
            return True

    def _whole_of_lines(self, total: str) -> Fraction:
        """What all lines have to come to: what was lost without what the ledger gave or took."""
        bonus = sum((rounded(one) for one in self.lost.bonuses.values()), Fraction(0))
        return self.lost.full - Fraction(total) - bonus

    def _rest(self) -> None:
        """What making up, limits and roundings did, as one line, so that the column adds up as it is printed."""
        if self.line.total is None:
            return
        rest = self._whole_of_lines(self.line.total) - sum(
            (one.points or Fraction(0) for one in self._made), Fraction(0)
        )
        told = {"各级取舍合计", *(() if self._rescaled else (REASONS["rescale"],))}
        if rounded(rest):
            named = [
                word
                for word, points in self.lost.rest.items()
                if rounded(points) and word not in told
            ]
            word = "、".join(dict.fromkeys(named)) or "取舍"
            why = "；".join(one.sentence for one in self._rescaled.values()) if named else "各级四舍五入合计"  # fmt: skip
            row = CheckLine(word, NONE, NONE, shown(rest), "", "", why, "其他")
            self._made.append(Line(row))

    def asides(self) -> list[Line]:
        """加减分: what each item of the ledger came to, with the documents behind it."""
        claims = self.background.claims.get(self.subject, [])
        found: list[Line] = []
        waiting = held(self.result, self.subject)
        own = tree(
            self.result, [self.place.group.entry["root"], *self.place.group.entry["outside"]]
        )
        for code in own:
            item = self.plan.items.get(code)
            if (
                item is None
                or item["role"] == "ordinary"
                or self.result.cell(self.subject, code) is None
            ):
                continue
            it = explain(self.result, self.subject, code).data()
            score = it.get("score")
            mine = asides.lines_for(item, claims)
            rows = [CheckLine(one.name, NONE, one.counts, NONE, one.document, one.by, asides.told(one), "加减分", BONUS) for one in mine]  # fmt: skip
            if rows:
                found += [Line(row) for row in rows]
            digits = self.background.manner.of(code)
            told = figures_of(it, digits) if not rows else ""
            open_word = "未出" if code in waiting else it["state_words"]
            gained = asides.signed(Fraction(score)) if score is not None else open_word
            said = f"{item['name']}合计" if rows else item["name"]
            why = "" if rows or code in waiting else reason_of(it, digits) if told else "没有"
            row = CheckLine(
                said, NONE, gained, NONE, told, item["lead"], why, "加减分", SUM if rows else BONUS
            )
            if [one.score for one in rows] != [gained]:  # the sum of one line is that line
                found.append(Line(row))
        return found

    def whole(self) -> str:
        """Full points less total."""
        return "" if self.line.total is None else plain(self.lost.full - Fraction(self.line.total))

    def sentence(self) -> str:
        """满分 − 总分 told twice: from the total and from the lines above."""
        if self.line.total is None:
            it = explain(self.result, self.subject).data()
            return f"总分未出：{it.get('reason_words') or '尚有未出数的项目'}。失分以出总分的一稿为准。"
        full, total = self.lost.full, Fraction(self.line.total)
        bonus = -sum((rounded(one) for one in self.lost.bonuses.values()), Fraction(0))
        lost, how = full - total + bonus, ""
        if self.brought:
            how = f"失分是折算以后的，按 × {self.brought.factor} 写（{self.brought.sentence}）。"
        told = f"核对：满分 {plain(full)} − 总分 {plain(total)} = {plain(full - total)}"
        if bonus:
            sign, amount = ("−", bonus) if bonus > 0 else ("+", -bonus)
            return f"{told}；各项失分之和 {shown(lost)} {sign} {'加' if bonus > 0 else '减'}分 {shown(amount)} = {plain(full - total)}，相符。{how}"
        return f"{told}；各项失分之和 {shown(lost)}，相符。{how}"
