"""计分与结果: runs with their totals, numbered drafts, organs' decisions, what is planned to be released and what was."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models

from baton.domain.assessment.readers import (
    ACCOUNTS,
    OFFERED,
    PAPER_READERS,
    Layer,
    Outgoing,
    Reader,
)
from baton.domain.rounds.models import Stage


class Run(models.Model):
    """One computation of a round: the archive it can be recomputed from, and a small table of totals."""

    class Kind(models.TextChoices):
        PROVISIONAL = "provisional", "试算"
        DRAFT = "draft", "编号稿"

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField("第几稿", null=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    run_id = models.CharField(max_length=64)
    archive = models.CharField("归档件", max_length=64)
    version = models.ForeignKey("schemes.Version", models.PROTECT, related_name="+")
    edits = models.PositiveIntegerField("规则书改到第几次")
    seq = models.BigIntegerField("事实到第几次改动")
    headline = models.CharField("标题", max_length=200, blank=True)
    why = models.TextField("为什么出这一稿", blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    audit_seq = models.BigIntegerField(default=0)
    audit_hash = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="run_number"),
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(kind="provisional"), name="run_one_provisional"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="provisional", number__isnull=True, stage="")
                | models.Q(kind="draft", number__isnull=False, stage__in=Stage.values),
                name="run_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}稿" if self.number else "试算"


class RunLine(models.Model):
    """One unit's line of a run: the total as printed, rank and grade, and the papers' points."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="lines")
    subject = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=60)
    order = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    total = models.CharField(max_length=24, null=True)
    interim = models.CharField(max_length=24, null=True)
    share = models.CharField(max_length=24, null=True)
    rank = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    papers = models.JSONField(default=dict)
    vetoes = models.JSONField("生效的否决", null=True, default=None)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "subject"], name="line_once")]
        indexes = [models.Index(fields=["subject"], name="line_subject")]

    def __str__(self) -> str:
        return f"{self.name} {self.total}"


class GradeDecision(models.Model):
    """On a draft an organ set another grade than the computed one; or took that back (`decided` is empty).

    Both grades are shown, always. Later drafts carry the decision as long as its grounds are the same (grades.py).
    """

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="grade_decisions")
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, default=None, related_name="grade_decisions"
    )
    subject = models.CharField(max_length=60)
    computed = models.CharField("算出的等次", max_length=40, blank=True)
    decided = models.CharField("决定的等次", max_length=40, blank=True)
    organ = models.CharField("决定机关", max_length=60, blank=True)
    meeting = models.CharField("会议", max_length=120, blank=True)
    decided_on = models.DateField("日期")
    document = models.CharField("文号", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.subject} {self.decided or '按算出的'}"


class Release(models.Model):
    """An entry of the release matrix: this draft, up to this layer, for this role, by whose decision."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="releases")
    role = models.CharField(max_length=10)
    layer = models.CharField(max_length=14, choices=Layer.choices)
    decided_by = models.CharField("谁定的", max_length=60)
    document = models.CharField("依据", max_length=120, blank=True)
    why = models.CharField("为什么比事先定的多", max_length=300, blank=True, default="")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "role"], condition=models.Q(withdrawn_at__isnull=True), name="release_once"
            ),
            models.CheckConstraint(condition=models.Q(role__in=["leader", "viewer"]), name="release_role"),
            models.CheckConstraint(condition=models.Q(layer__in=Layer.values), name="release_layer"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="release_withdrawn",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run_id} {self.role} {self.layer}"


def _offered(what: str, readers: Iterable[str]) -> models.Q:
    """That a column says only what can be planned for the row's reader."""
    return reduce(
        or_, (models.Q(**{"reader": one, f"{what}__in": OFFERED[one]}) for one in readers)
    )


class ReleasePlan(models.Model):
    """发布安排: decided once for a round, before its drafts. The newest of a round counts; the others stay on record."""

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="release_plans")
    decided_by = models.CharField("谁定的", max_length=60)
    document = models.CharField("依据", max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.round_id} {self.decided_by}"


class PlannedRelease(models.Model):
    """A line of the plan: at this stage this reader gets this layer, or this paper among others. No row: nothing."""

    plan = models.ForeignKey(ReleasePlan, models.PROTECT, related_name="cells")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    reader = models.CharField("给谁", max_length=10, choices=Reader.choices)
    what = models.CharField("哪一层或哪种材料", max_length=14)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage", "reader", "what"], name="planned_release_once"),
            models.UniqueConstraint(
                fields=["plan", "stage", "reader"], condition=models.Q(reader__in=ACCOUNTS), name="planned_layer_once"
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="planned_release_stage"),
            models.CheckConstraint(condition=_offered("what", OFFERED), name="planned_release_what"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.stage} {self.reader} {self.what}"


class Dispatch(models.Model):
    """发出: a paper of a draft left the office for those without an account; noted by hand, as nobody sees it leave."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="dispatches")
    reader = models.CharField("给谁", max_length=10, choices=Reader.choices)
    paper = models.CharField("哪种材料", max_length=14, choices=Outgoing.choices)
    sent_on = models.DateField("哪天发的")
    document = models.CharField("文号", max_length=120, blank=True)
    decided_by = models.CharField("谁定的", max_length=60, blank=True, default="")
    why = models.CharField("为什么发事先没有定的", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "reader", "paper"], condition=models.Q(struck_at__isnull=True), name="dispatch_once"
            ),
            models.CheckConstraint(condition=_offered("paper", PAPER_READERS), name="dispatch_paper"),
            models.CheckConstraint(
                condition=models.Q(struck_at__isnull=True, struck_by__isnull=True)
                | models.Q(struck_at__isnull=False, struck_by__isnull=False),
                name="dispatch_struck",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run_id} {self.reader} {self.paper}"
