"""总表的抬头、签字栏和注: what an office words itself, in the workbook and on the printed table alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TITLE = "{{方案}}总表 · {{分组}}"
SIGNS = ("制表：", "审核：", "负责人：", "日期：　　年　月　日")
PLACES = ("方案", "轮次", "分组", "稿", "哪一步")
PLACE = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True)
class BoardForm:
    """The title with places such as {{分组}}, who signs, and the lines under the table."""

    title: str = TITLE
    signs: tuple[str, ...] = SIGNS
    notes: tuple[str, ...] = ()

    def titled(self, values: Mapping[str, str]) -> str:
        """The title of one group's table.

        >>> BoardForm().titled({"方案": "综合考核", "分组": "县市区"})
        '综合考核总表 · 县市区'
        """
        said = self.title
        for name in PLACES:
            said = said.replace(f"{{{{{name}}}}}", values.get(name, ""))
        return said


def unknown_places(title: str) -> list[str]:
    """Names in a title that nothing fills.

    >>> unknown_places("{{方案}}得分表（{{单位}}）")
    ['单位']
    """
    return [name for name in PLACE.findall(title) if name not in PLACES]


OWN_FORM = BoardForm()  # where an office has said nothing of its own
