"""省考: where we and our counties stand among others, and what the upper level's assessment will give us."""

from __future__ import annotations

from django.db import models


class Position(models.Model):
    """全省位次: one rank in one year (or period) among others. Kept for ever; the newest line of a cell counts."""

    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("期", max_length=20, blank=True)
    indicator = models.CharField("指标", max_length=80)
    among = models.CharField("在哪些里排", max_length=40)
    subject = models.CharField("谁的位次", max_length=60, blank=True)  # a unit's name; empty: ours
    rank = models.PositiveIntegerField("位次")
    of = models.PositiveIntegerField("共几个", null=True)
    figure = models.CharField("数", max_length=40, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="position_rank"),
            models.CheckConstraint(
                condition=models.Q(of__isnull=True) | models.Q(of__gte=models.F("rank")),
                name="position_of",
            ),
        ]
        indexes = [models.Index(fields=["year", "indicator"], name="position_cell")]

    def __str__(self) -> str:
        return f"{self.year} {self.indicator} 第 {self.rank} 位"


class ExamItem(models.Model):
    """迎省考的一个指标: points, who assesses it, who of ours leads it and keeps in touch, what we expect."""

    year = models.PositiveSmallIntegerField("年度")
    subject = models.CharField("考谁", max_length=60, blank=True, default="")  # a county; empty: us
    name = models.CharField("指标", max_length=80)
    full = models.CharField("分值", max_length=24)
    department = models.CharField("省直部门", max_length=60, blank=True)
    lead = models.CharField("牵头单位", max_length=60, blank=True)
    contact = models.CharField("对接人", max_length=120, blank=True)
    edits = models.PositiveIntegerField(default=0)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "subject", "name"], name="exam_item_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="exam_item_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ExamEstimate(models.Model):
    """估计位次: where we will stand, typed, or counted from what others are known to have. The newest line counts.

    others: names with their points; where there are any, the rank follows from them and our own estimate.
    """

    year = models.PositiveSmallIntegerField("年度")
    subject = models.CharField("考谁", max_length=60, blank=True)
    rank = models.PositiveIntegerField("估计位次", null=True)
    of = models.PositiveIntegerField("共几个", null=True)
    others = models.JSONField("别的地方的分", default=list, blank=True)
    why = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rank__isnull=True) | models.Q(rank__gte=1), name="exam_estimate_rank"
            ),
            models.CheckConstraint(
                condition=models.Q(of__isnull=True) | models.Q(of__gte=models.F("rank")), name="exam_estimate_of"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="exam_estimate_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["year", "subject"], name="exam_estimate_of_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.subject} 估计位次"


class ExamNote(models.Model):
    """对接台账的一行: what was learnt, what is known to be lost, what was sent up late, what came back. Kept for ever."""

    class Kind(models.TextChoices):
        CONTACT = "contact", "对接"
        DEDUCTION = "deduction", "已知扣分"
        EVIDENCE = "evidence", "补报佐证"
        RECOVERED = "recovered", "挽回"
        RESULT = "result", "省里结果"

    item = models.ForeignKey(ExamItem, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    happened_on = models.DateField("日期")
    with_whom = models.CharField("跟谁", max_length=80, blank=True)
    said = models.CharField("情况", max_length=500)
    points = models.CharField("分", max_length=24, blank=True)
    document = models.CharField("文号", max_length=120, blank=True)
    # Of a deduction that a table states: it stands for what the table before stated, and (true) for what was typed, too.
    includes_typed = models.BooleanField("表上的数包括手记的", null=True, default=None)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["contact", "deduction", "evidence", "recovered", "result"]),
                name="exam_note_kind",
            ),
            models.CheckConstraint(condition=~models.Q(said=""), name="exam_note_said"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["contact", "evidence"]) | ~models.Q(points=""),
                name="exam_note_points",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
