"""How days, moments, states and sentences are written on pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from baton.documents.scheme_table import spoken
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.facts.models import State
from baton.domain.rounds.models import Round
from baton.punctuation import full_width
from baton.web.templatetags.figures import share

register = template.Library()
APPROVED = {"notice", "final"}


@register.filter
def day(value: date | None) -> str:
    """1 月 13 日; the year only when it is not asked away."""
    return f"{value.month} 月 {value.day} 日" if value else "—"


@register.filter
def period(value: str) -> str:
    """A period as people say it.

    >>> period("2026-Q3"), period("2026"), period("8月督查")
    ('前三季度（三季度）', '全年', '8月督查')
    """
    return spoken(value)


PERIODS = re.compile(r"(?<![\w-])\d{4}-(?:Q[1-4]|H[12])(?![\w-])")


def speaking(text: str) -> str:
    """A text with its periods as people say them.

    >>> speaking("截至 2026-Q3，2026-05-02")
    '截至 前三季度（三季度），2026-05-02'
    """
    return PERIODS.sub(lambda found: spoken(found[0]), text)


@register.filter
def full_day(value: date | None) -> str:
    """2027 年 1 月 13 日"""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else "—"


@register.filter
def moment(value: datetime | None) -> str:
    """1 月 14 日 10:12, in the office's time zone."""
    if not value:
        return "—"
    local = timezone.localtime(value)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


@register.filter
def subtract(value: int, sent: list[object]) -> int:
    """How many are left."""
    return value - len(sent)


@register.simple_tag
def count(sections: list[tuple[object, ...]], name: str) -> int:
    """How many entries a section of the desk has."""
    return next((len(list(part[-1])) for part in sections if part[0] == name), 0)  # type: ignore[call-overload]


STATUS = {"ranked": "参加排名", "unranked": "未出总分", "separate": "单列", "inactive": "不在册"}


@register.filter
def status(word: str) -> str:
    """A line's status in Chinese."""
    return STATUS.get(word, word)


@register.filter
def state(word: str) -> str:
    """A figure's state in Chinese."""
    return State(word).label if word in State.values else word


@register.filter
def key(mapping: dict[str, object], name: str) -> object:
    """One entry of a mapping."""
    return mapping.get(name)


@register.filter
def at(values: Sequence[object], place: int) -> object:
    """One entry of a list."""
    return values[place]


@register.simple_tag
def movement(row: Any) -> str:
    """Up or down in places against the draft before, in words and arrows that do not rely on colour."""
    if row.before is None or row.before.rank is None or row.line.rank is None:
        return "新出" if row.before is None else "—"
    up = row.before.rank - row.line.rank
    return f"↑ {up} 位" if up > 0 else f"↓ {-up} 位" if up < 0 else "持平"


@register.filter
def newest(values: Any) -> object:
    """The last of some prefetched rows."""
    rows = list(values)
    return rows[-1] if rows else None


@register.filter
def approval(run: Any) -> str:
    """What every page of a result says until an organ has approved it; nothing afterwards."""
    return "" if run.stage in APPROVED else "截至目前，未经审定"


@register.filter
def partial(line: Any) -> str:
    """How much of a total there is, wherever a part of it is shown: 已出数占总分 92.31%; nothing where all of it is.

    Taken from a line of a result, or from the plain data of its explanation.
    """
    value = line["share"] if isinstance(line, dict) else line.share
    return f"已出数占总分 {share(value)}" if value and Decimal(value) < 1 else ""


@register.filter
def sentence(text: str) -> str:
    """Words of the reference pages with the punctuation of a page.

    >>> sentence("低于起扣线的,每差一段扣若干分") == "低于起扣线的\uff0c每差一段扣若干分"
    True
    """
    return full_width(text)


MADE_UP = re.compile(r"在([^\s“”]+?)折算")
CODE = re.compile(r"(?<![A-Za-z0-9])(?:指标|大项)?([A-Z]\d{1,3})(?![A-Za-z0-9.])(·)?")


@register.filter
def plainly(text: str, names: Mapping[str, str]) -> str:
    """A sentence with names in place of codes: what is about 指标F01·保底 is about 保底 on the page of F01.

    >>> plainly("在大项D1折算", {"D1": "经济发展"}), plainly("指标F01·保底", {"F01": "投资"})
    ('在“经济发展”折算', '“投资”的保底')
    >>> plainly("在总分2折算", {"总分2": "总分"}), plainly("在总分折算", {"总分": "总分"})
    ('在“总分”折算', '在总分折算')
    """

    def named(found: re.Match[str]) -> str:
        name = names.get(found[1])
        return found[0] if name is None else f"“{name}”{'的' if found[2] else ''}"

    def placed(found: re.Match[str]) -> str:
        name = names.get(found[1], found[1])
        return found[0] if name == found[1] else f"在“{name}”折算"

    return full_width(CODE.sub(named, MADE_UP.sub(placed, text)))


LABEL = re.compile(r"^([\u4e00-\u9fff]{2,8}):", re.MULTILINE)


@register.filter
def labelled(text: str) -> str:
    """What a scheme table says of an indicator, with a full-width colon behind the label of each line.

    >>> labelled("目标值:7.0%\\n比例 1:2") == "目标值\\uff1a7.0%\\n比例 1:2"
    True
    """
    return LABEL.sub("\\1：", text)


@register.filter
def letter(text: str) -> str:
    """What a letter of return asks for, without whom it is addressed to and that the table should be sent again.

    >>> letter("市司法局：打分表第 2 版请核对后重报。1. 少了一个单位。"), letter("盖章页是去年的。请换。")
    ('1. 少了一个单位。', '盖章页是去年的。请换。')
    """
    head, _, rest = text.partition("。")
    return rest if rest and head.endswith("重报") else text


@register.simple_tag(takes_context=True)
def stage_of_foot(context: Mapping[str, Any]) -> str:
    """What the foot of a page says of the result it shows: nothing is approved before the notice.

    A page of a closed round that shows no result of its own speaks of the draft on which the round ended.
    """
    run, round = context.get("run"), context.get("round")
    if not isinstance(run, Run) and isinstance(round, Round) and round.is_closed:
        run = queries.concluding(round)
    return {"notice": "公示稿", "final": "正式稿"}.get(
        getattr(run, "stage", ""), "过程稿，未经审定"
    )


@register.filter
def reason_of(run: Any) -> str:
    """Why a correction draft was made, without saying once more which draft it corrects.

    >>> class Run: why = "更正第 7 稿：化工厂事故（云安委〔2027〕2号）"
    >>> reason_of(Run)
    '化工厂事故（云安委〔2027〕2号）'
    """
    return re.sub(r"^更正第 ?\d+ ?稿[：:]", "", run.why)


@register.simple_tag
def spot(route: str, given: Sequence[Any]) -> str:
    """The address of a page whose route is only known to the data."""
    return reverse(route, args=given)
