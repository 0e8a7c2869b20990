"""平时记录: what happened during the year, written down when it happened, so that a score given by hand rests on facts."""

from __future__ import annotations

from django.db import models


class Record(models.Model):
    """One fact about a unit: which day, what, from whom. It is not changed; a wrong one is struck out with a reason."""

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT, related_name="records")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    indicator = models.CharField("指标", max_length=60, blank=True)  # its code in the rule book
    happened_on = models.DateField("日期")
    said = models.CharField("情况", max_length=500)
    source = models.CharField("来源", max_length=120, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    struck_why = models.CharField("为什么划掉", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(said=""), name="record_said")]
        indexes = [models.Index(fields=["scheme", "unit", "happened_on"], name="record_unit")]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.said}"


class Rectification(models.Model):
    """整改: what a unit was asked to do about a fact and until when, and how it was done."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="rectification")
    asked = models.CharField("整改意见", max_length=500)
    due_on = models.DateField("限期")
    done_on = models.DateField("哪天办结", null=True)
    done_how = models.CharField("怎么办的", max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, done_how="")
                | (models.Q(done_on__isnull=False) & ~models.Q(done_how="")),
                name="rectification_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.asked}"
