"""给谁看什么: who a result is for, what an account may see of it, which paper reaches whom and how much that tells."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models


class Layer(models.TextChoices):
    """What of a draft can be seen, from the outside in."""

    NAMES = "names", "等次名单"
    TOTALS = "totals", "总分与名次"
    PAPERS = "papers", "大项得分"
    ITEMS = "items", "指标得分"
    EXPLANATIONS = "explanations", "计分过程"


class Reader(models.TextChoices):
    """Who a result is for: two roles with accounts, and those whom only papers reach."""

    LEADER = "leader", "领导"
    VIEWER = "viewer", "查阅"
    COMMITTEE = "committee", "考核委"
    STANDING = "standing", "常委会"
    LEADS = "leads", "牵头单位"
    UNITS = "units", "被考核单位"
    PUBLIC = "public", "公众"
    ARCHIVE = "archive", "档案室"


class Outgoing(models.TextChoices):
    """Papers by which those without an account learn of a result; one that tells more is a choice of its own."""

    BOARD = "board", "A3 总表"
    CHECKS = "checks", "核对单"
    CHECKS_RANK = "checks-rank", "核对单（写明名次）"
    LOSSES = "losses", "扣分明细"
    LEAD_LOSSES = "lead-losses", "失分台账"
    FIGURES = "figures", "指标完成情况"
    LETTERS = "letters", "反馈函"
    LETTERS_RANK = "letters-rank", "反馈函（写明名次）"
    LEDGER = "ledger", "加减分认定表"
    BRIEF = "brief", "会议一页纸"
    BULLETIN = "bulletin", "通报"
    BULLETIN_RANK = "bulletin-rank", "通报（写明名次、得分）"
    BULLETIN_ITEMS = "bulletin-items", "通报（写明名次、得分、失分）"
    NAMES = "names", "公示名单"
    PRAISE = "praise", "表扬名单"
    APPRAISALS = "appraisals", "社会评议结果"
    NOTICE = "notice", "考核预告"
    ANNEX = "annex", "指标体系附件"
    COMPARED = "compared", "与去年比"
    CATALOGUE = "catalogue", "归档目录"


ACCOUNTS = (Reader.LEADER.value, Reader.VIEWER.value)
PAPER_READERS = tuple(one for one in Reader.values if one not in ACCOUNTS)

# One paper told in several ways, the least first, and the layer that each way reaches.
WAYS: dict[str, dict[str, str]] = {
    "checks": {"checks": Layer.NAMES.value, "checks-rank": Layer.TOTALS.value},
    "letters": {"letters": Layer.NAMES.value, "letters-rank": Layer.TOTALS.value},
    "bulletin": {
        "bulletin": Layer.NAMES.value, "bulletin-rank": Layer.TOTALS.value, "bulletin-items": Layer.ITEMS.value,
    },
}  # fmt: skip
PAPER_OF = {way: paper for paper, ways in WAYS.items() for way in ways}
# Papers by which one unit learns how another one did; among all whom they reach somebody must have decided it.
COMPARING = {
    "board", "checks-rank", "losses", "lead-losses", "figures", "appraisals", "letters-rank", "ledger", "brief", "bulletin-rank", "bulletin-items",
}  # fmt: skip
WIDE = {Reader.LEADS.value, Reader.UNITS.value, Reader.PUBLIC.value}

_ABOUT_SCHEME = ("annex", "compared")
_BULLETINS = tuple(WAYS["bulletin"])
_MEETING = ("brief", "board", "figures", "appraisals", "losses", "lead-losses", "ledger", *_BULLETINS, "names", "praise", *_ABOUT_SCHEME)  # fmt: skip

# What can be planned for each reader: layers for accounts, from the outside in; papers for everybody else.
OFFERED: dict[str, tuple[str, ...]] = {
    Reader.LEADER.value: tuple(Layer.values),
    Reader.VIEWER.value: tuple(Layer.values),
    Reader.COMMITTEE.value: _MEETING,
    Reader.STANDING.value: _MEETING,
    Reader.LEADS.value: ("notice", *_ABOUT_SCHEME, "lead-losses", "figures", "appraisals", "ledger", "losses", "board", *_BULLETINS),
    Reader.UNITS.value: (
        "notice", *_ABOUT_SCHEME, *WAYS["checks"], *WAYS["letters"], *_BULLETINS, "names", "praise", "appraisals", "board", "figures", "losses", "ledger",
    ),
    Reader.PUBLIC.value: ("names", "praise", "appraisals", *_BULLETINS, "board", "figures", "ledger", "notice", *_ABOUT_SCHEME),
    Reader.ARCHIVE.value: ("catalogue", "board", "checks", "figures", "appraisals", "ledger", *_BULLETINS, "annex"),
}  # fmt: skip


def paper_of(what: str) -> str:
    """The paper that is told in this way.

    >>> paper_of("bulletin-rank"), paper_of("lead-losses")
    ('bulletin', 'lead-losses')
    """
    return PAPER_OF.get(what, what)


def depth_of(what: str) -> str:
    """Down to which layer a paper tells of others, where it can be told in several ways.

    >>> depth_of("bulletin-rank"), depth_of("bulletin"), depth_of("annex")
    ('totals', 'names', 'names')
    """
    return WAYS.get(paper_of(what), {}).get(what, Layer.NAMES.value)


def covers(known: Iterable[str], what: str) -> bool:
    """Whether one of these papers is this one, told as far at least.

    >>> covers(["letters", "bulletin-rank"], "bulletin"), covers(["bulletin"], "bulletin-rank")
    (True, False)
    >>> covers(["names"], "praise"), covers([], "names")
    (False, False)
    """
    ways = list(WAYS.get(paper_of(what), {what: ""}))
    return any(one in ways and ways.index(one) >= ways.index(what) for one in known)


def needs_word(reader: str, what: str) -> bool:
    """Whether somebody has to be named who decided that these readers compare units by this paper.

    >>> needs_word("units", "bulletin-rank"), needs_word("units", "bulletin"), needs_word("standing", "board")
    (True, False, False)
    """
    return reader in WIDE and what in COMPARING
