"""轮次: one assessment within a scheme's year."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    """The stages of a draft, in their order."""

    FIRST = "first", "初算稿"
    CHECK = "check", "核对稿"
    OPINION = "opinion", "征求意见稿"
    COMMITTEE = "committee", "考核委审议稿"
    STANDING = "standing", "常委会审定稿"
    NOTICE = "notice", "公示稿"
    FINAL = "final", "正式稿"


class Round(models.Model):
    """A round computes the scheme's units at one reference period by one version of the rule book."""

    class Kind(models.TextChoices):
        YEAR_END = "year_end", "年终考核"
        MID_YEAR = "mid_year", "半年评估"
        QUARTER = "quarter", "季度通报"
        AD_HOC = "ad_hoc", "随时考核"

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT, related_name="rounds")
    version = models.ForeignKey("schemes.Version", models.PROTECT, related_name="rounds")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    as_of = models.CharField("截至期", max_length=20)
    on = models.DateField("截至日期")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.FIRST)
    is_closed = models.BooleanField("已结束", default=False)
    scope = models.JSONField(
        "考核哪些指标", null=True, default=None
    )  # as scoring.scope writes it; None: all of them
    books_closed_at = models.DateTimeField(
        "关账", null=True, default=None
    )  # from then on what nobody reported is missing
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    voided_at = models.DateTimeField("作废", null=True, default=None)
    voided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, default=None, related_name="+"
    )
    voided_why = models.CharField("为什么作废", max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], condition=models.Q(voided_at__isnull=True), name="round_name"),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True, voided_by__isnull=True)
                | models.Q(voided_at__isnull=False, voided_by__isnull=False, is_closed=True),
                name="round_voided",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["year_end", "mid_year", "quarter", "ad_hoc"]),
                name="round_kind",
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="round_stage"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One line of the round's calendar."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps")
    name = models.CharField("事项", max_length=80)
    due_on = models.DateField("日期")
    stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    done_on = models.DateField("完成", null=True)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"
