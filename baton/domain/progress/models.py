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


class Milestone(models.Model):
    """里程碑: what is to be reached by which day. It is never changed; what became of it stands in its notes.

    unit: who has to; without one everybody the indicator concerns, or of them those in `group`. measure, figure: how figures
    that are reported tell whether it is reached; without them a clerk says so.
    """

    class Measure(models.TextChoices):
        WORDS = "", "由考核办标"
        SHARE = "share", "年度目标的百分之几"
        FIGURE = "figure", "指标的数"

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT, related_name="milestones")
    indicator = models.CharField("指标", max_length=60, blank=True)  # its code in the rule book
    task = models.CharField("指标或任务", max_length=200)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    group = models.CharField("分组", max_length=60, blank=True)
    lead = models.CharField("牵头单位", max_length=120, blank=True)
    due_on = models.DateField("时间节点")
    asked = models.CharField("进度要求", max_length=300)
    measure = models.CharField("怎么核对", max_length=8, choices=Measure.choices, blank=True)
    figure = models.CharField("要达到的数", max_length=24, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(task="") & ~models.Q(asked=""), name="milestone_said"),
            models.CheckConstraint(
                condition=models.Q(measure="", figure="")
                | (models.Q(measure__in=["share", "figure"]) & ~models.Q(figure="") & ~models.Q(indicator="")),
                name="milestone_figure",
            ),
            models.CheckConstraint(condition=models.Q(unit=None) | models.Q(group=""), name="milestone_whose"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["scheme", "due_on"], name="milestone_due")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.task}"


class MilestoneNote(models.Model):
    """What became of a milestone: done, put off to another day, taken up again, struck out. The last one counts.

    day: on which it was done, or to which it is put off.
    """

    class Kind(models.TextChoices):
        DONE = "done", "办成"
        POSTPONED = "postponed", "延期"
        REOPENED = "reopened", "重新办"
        STRUCK = "struck", "作废"

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField("哪天", null=True)
    said = models.CharField("说明", max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="done", day__isnull=False)
                | (models.Q(kind="postponed", day__isnull=False) & ~models.Q(said=""))
                | (models.Q(kind__in=["reopened", "struck"], day__isnull=True) & ~models.Q(said="")),
                name="milestone_note",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.said}"
