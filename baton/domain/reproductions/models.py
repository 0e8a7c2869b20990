"""复算: an announced table, and how each of its differences was explained."""

from __future__ import annotations

from django.db import models


class Cause(models.TextChoices):
    """Why an announced number differs from the computed one."""

    ROUNDING = "rounding", "取舍不同"
    READING = "reading", "另一种读法"
    TYPED = "typed", "手工填错"
    MISSING = "missing", "漏了一项"
    SUM = "sum", "合计不符"
    FIGURE = "figure", "用的数不同"
    DECISION = "decision", "机关另有决定"
    FOLLOWS = "follows", "随别的差异"
    OTHER = "other", "其他"


class Publication(models.Model):
    """公布表: the cells of an announced table, as [subject, column, text, place]; the newest of a round counts."""

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="publications")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    cells = models.JSONField()
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.round} 公布表"


class Settlement(models.Model):
    """说明: why one cell differs. It holds only as long as both numbers are those that were explained."""

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="settlements")
    subject = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    published = models.CharField("公布的", max_length=60, blank=True)
    computed = models.CharField("复算的", max_length=60, blank=True)
    cause = models.CharField("原因", max_length=12, choices=Cause.choices)
    note = models.CharField("说明", max_length=500)
    batch = models.BigIntegerField("操作记录第几条")
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["round", "subject", "column"], name="settlement_cell")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cause__in=Cause.values), name="settlement_cause"
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="settlement_said"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.column} {self.cause}"
