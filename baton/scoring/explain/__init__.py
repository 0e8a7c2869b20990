"""怎么算的: every number of a result explained in Chinese, from the figures to the last rounding.

An indicator is run again by the very kernel with a trace; nodes and totals are put together again from the
run's own values. Either way the explanation must come to the run's figure, or it is not given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.punctuation import full_width, with_full_width
from baton.scoring.explain.context import CannotExplain, Context, Disagreement, Place
from baton.scoring.explain.items import item_data, measured_data
from baton.scoring.explain.multiplying import multiplied_into, title_of
from baton.scoring.explain.nodes import node_data
from baton.scoring.explain.printing import lines_of
from baton.scoring.explain.subjects import subject_data
from baton.scoring.explain.wording import figure
from baton.scoring.result import Result

__all__ = ["CannotExplain", "Disagreement", "Explanation", "explain", "measured"]


@dataclass(frozen=True)
class Explanation:
    """How one number came about."""

    made: dict[str, Any]

    @classmethod
    def of(cls, made: dict[str, Any]) -> Explanation:
        """An explanation with its sentences in full-width punctuation."""
        return cls(with_full_width(made))

    @property
    def title(self) -> str:
        """The finding in one sentence."""
        return str(self.made["title"])

    def data(self) -> dict[str, Any]:
        """Plain data for JSON: numbers are decimal text, or exact fractions like ``20/3``."""
        return self.made

    def text(self) -> str:
        """Lines of Chinese, the finding first."""
        return "\n".join(full_width(line) for line in lines_of(self.made))


def explain(result: Result, subject: str, code: str | None = None) -> Explanation:
    """Explain one indicator or node of a subject, or (no code) the subject's total.

    :class:`CannotExplain` when the result knows no such subject or code.
    """
    context = Context.of(result)
    if code is None:
        return Explanation.of(subject_data(context, subject))
    place = context.place(subject)
    if code in context.plan.items:
        return Explanation.of(_multiplied(context, place, code, item_data(context, place, code)))
    if code in place.group.nodes:
        return Explanation.of(_multiplied(context, place, code, node_data(context, place, code)))
    if code in context.plan.nodes:
        raise CannotExplain(f"“{code}”不在{place.group.name}的考卷里")
    raise CannotExplain(f"规则书里没有“{code}”这个指标或节点")


def _multiplied(context: Context, place: Place, code: str, data: dict[str, Any]) -> dict[str, Any]:
    """The explanation of one part, with the coefficient that its points make where they are not added up."""
    factor = multiplied_into(context, place, code)
    if factor is None:
        return data | {"factor": None}
    points = factor["points"]
    told = factor | {"points": None if points is None else figure(points)}
    return data | {"factor": told, "title": title_of(data, factor)}


def measured(result: Result, subject: str, code: str) -> dict[str, Any]:
    """The figures of one indicator of a subject, as :func:`explain` has them, without its sentences."""
    context = Context.of(result)
    place = context.place(subject)
    if code not in context.plan.items:
        raise CannotExplain(f"规则书里没有“{code}”这个指标")
    return measured_data(context, place, code)
