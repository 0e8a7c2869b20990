"""折算成百分: whom the signed agreement frees from some of what a round assesses; each of their points weighs more."""

from __future__ import annotations

from collections import Counter
from typing import Any

from baton.domain.orgs.models import Unit
from baton.domain.schemes.models import Version
from baton.domain.targets import queries as targets
from baton.scoring.scope_choice import SCALED, Scope

MOST_NAMED = 3


def freed(version: Version, book: dict[str, Any], scope: Scope) -> list[str]:
    """A sentence on the units that a round brought to 100 brings there by a factor of their own; none where there are none."""
    if scope.total != SCALED:
        return []
    made_up = {
        one["code"]
        for one in book["items"]
        if one["policies"]["not_applicable"]["policy"] == "rescale" and one["role"] == "ordinary"
    }
    lines = targets.agreement(version.scheme, version.number)
    lacking = Counter(
        subject
        for subject, code in {(line[0], line[1]) for line in lines if line[3] is None}
        if code in made_up & scope.items
    )
    names = list(Unit.objects.filter(code__in=lacking).order_by("code").values_list("name", flat=True))  # fmt: skip
    if not names:
        return []
    some = "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else "")  # fmt: skip
    return [f"责任书里{some}有勾上的项目写着无此任务：只按其余的项目折算成百分，每分比别的单位重。"]
