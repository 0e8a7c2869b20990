"""What a template of one kind of paper may name: the frame of every kind, and the sample to start from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from baton.documents.papers import laying
from baton.documents.papers.adding import with_places
from baton.documents.papers.filling import Places, fill
from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import CLOSE, HEI, PDF, Sheet
from baton.documents.papers.template import Known

COMMON = {
    "方案": "方案名称", "轮次": "轮次名称", "稿": "第几稿", "哪一步": "核对稿、公示稿等",
    "密级": "正式稿以外是“内部资料　第×稿”", "回执": "凭它查到是哪一稿",
}  # fmt: skip
CORRECTS, REMARK = "更正", "附注"  # said even where a template has no place for it
CORRECTION = {CORRECTS: "更正稿写明更正第几稿，别的稿空着；模板里没有写它的，更正稿自动加一段"}
BARE = ["结果", "说明", "名次", "失分说明", "所在单位", "编号", "标题", "审议", "待定", "全省位次"]
HEADED = [
    "做得好的",
    "意见建议",
    "考核对象",
    "总体情况",
    "各组结果",
    "指标得失",
    "进步和落后",
    "一票否决",
    "机关决定",
]
WHOLE = [
    "开头",
    "结果",
    *HEADED,
    "名单",
    CORRECTS,
    REMARK,
]  # places that may become several paragraphs


@dataclass(frozen=True)
class Form:
    """What a template of one kind of paper may name, and how the paper's content fills it.

    corrects: what the paper calls itself where it says which draft it corrects; empty where it does not say so.
    """

    title: str
    known: Known
    places: Callable[[Any], Sequence[Places]]
    widths: Sequence[float]  # of the columns of its list, in the sample, one to another
    is_lying: bool = False
    own_sample: Callable[[str | Path], None] | None = (
        None  # writes the sample, where the usual one won't do
    )
    corrects: str = ""

    def write(self, head: Head, content: Any, template: bytes, path: str | Path) -> None:
        """Fill a template; a PDF file where the path says so, for which LibreOffice has to be there."""
        own = {
            "方案": head.scheme, "轮次": head.round, "稿": head.draft, "哪一步": head.stage, "密级": head.mark,
            "回执": head.receipt,
        }  # fmt: skip
        if self.corrects:
            own[CORRECTS] = head.corrected(self.corrects)
        pages = [replace(page, values={**own, **page.values}) for page in self.places(content)]
        if self.corrects:
            first, last = ([name] if any(page.values.get(name) for page in pages) else [] for name in (CORRECTS, REMARK))  # fmt: skip
            template = with_places(template, first, last, {*self.known.values, *self.known.lists} - {*COMMON, "标题"})  # fmt: skip
        filled = fill(template, pages or [Places(own)])
        if Path(path).suffix == PDF:
            laying.save_word(filled, Path(path))
        else:
            Path(path).write_bytes(filled)

    def sample(self, path: str | Path) -> None:
        """A template to start from: every place once, close enough that most papers stay on their page."""
        if self.own_sample is not None:
            self.own_sample(path)
            return
        sheet = Sheet(f"{self.title}样板", "", self.is_lying, None if self.is_lying else CLOSE)
        sheet.say("{{密级}}", font=HEI, line=28)
        sheet.title("{{方案}}", 18)
        sheet.title(self.title, 16)
        sheet.say("{{轮次}}　{{稿}}　{{哪一步}}", size=10.5, align="center", line=18, after=4)
        own = [name for name in self.known.values if name not in COMMON]
        short = [name for name in own if name not in WHOLE]
        sheet.say("　".join(_labelled(name) for name in short), size=12, line=20, after=4)
        for name in own:
            if name in HEADED:
                sheet.say(name, font=HEI, line=28, indent=True, next=True)
            if name in WHOLE:
                sheet.say(f"{{{{{name}}}}}", line=28, indent=True)
        for name, columns in self.known.lists.items():
            widths = self.widths[: len(columns)]
            scale = sheet.width / sum(widths)
            places = [f"{{{{{name}.{column}}}}}" for column in columns]
            sheet.table(columns, [places], [width * scale for width in widths], size=7.5)
        sheet.say("回执：{{回执}}", size=10.5, line=20, before=6, align="right")
        save(sheet, path)


def _labelled(name: str) -> str:
    """A place with its name before it, where it is not a sentence or often empty."""
    return f"{{{{{name}}}}}" if name in BARE else f"{name}：{{{{{name}}}}}"


def named(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(columns, cells, strict=True))
