"""数据: the ledger of figures. A figure is never changed; a newer one stands in its place."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """The six states of a figure (semantics §3)."""

    REPORTED = "reported", "已报"
    EXCUSED = "excused", "单列"
    NOT_APPLICABLE = "not_applicable", "无此任务"
    NOT_YET = "not_yet", "未出数"
    PENDING = "pending", "待定"
    MISSING = "missing", "缺报"


class Cell(models.Model):
    """What a figure is about: a unit's data item in a period (and a category, for tallies)."""

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT)
    subject = models.CharField(max_length=60)
    item = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    key = models.CharField(max_length=60, blank=True)
    value = models.CharField("数值", max_length=24, null=True)
    state = models.CharField(max_length=16, choices=State.choices)
    source = models.CharField("来源", max_length=200, blank=True)
    date = models.CharField("日期", max_length=10, blank=True)
    seq = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.subject} {self.item} {self.period} {self.value}"


class Figure(Cell):
    """One line of the ledger. Never updated, never deleted: the database refuses both."""

    batch = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="figure_state"),
            models.CheckConstraint(
                condition=models.Q(state="reported", value__isnull=False)
                | (~models.Q(state="reported") & models.Q(value__isnull=True)),
                name="figure_value",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "seq"], name="figure_seq"),
            models.Index(fields=["scheme", "subject", "item", "period"], name="figure_cell"),
        ]


class Current(Cell):
    """The newest figure of each cell: a shadow of the ledger, rebuilt from it at any time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "subject", "item", "period", "key"], name="current_once"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "item"], name="current_item")]


class Mark(models.Model):
    """How far a scheme's facts have moved: each change of anything that moves points counts one."""

    scheme = models.OneToOneField("schemes.Scheme", models.PROTECT, related_name="mark")
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.seq)
