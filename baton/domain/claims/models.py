"""加减分: each claim or deduction with its document, level, matter and decision."""

from __future__ import annotations

from django.db import models


class Claim(models.Model):
    """One line of the ledger of bonuses, deductions and vetoes; accepted lines become events of the facts."""

    class State(models.TextChoices):
        PENDING = "pending", "待定"
        ACCEPTED = "accepted", "认定"
        REJECTED = "rejected", "不予认定"
        EXEMPTED = "exempted", "免除"
        WITHDRAWN = "withdrawn", "已撤回"

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "配合"

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT, related_name="claims")
    number = models.CharField("编号", max_length=40)
    subject = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=60)
    title = models.CharField("名称", max_length=200)
    matter = models.CharField("事项", max_length=200)
    level = models.CharField("级别", max_length=40, blank=True)
    document = models.CharField("文号", max_length=120, blank=True)
    happened_on = models.DateField("日期", null=True)
    until = models.DateField("有效期至", null=True)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.LEAD)
    count = models.PositiveIntegerField("件数", default=1)
    points = models.CharField("分值", max_length=24, blank=True)
    counted = models.CharField("上年已加", max_length=24, blank=True)
    is_elsewhere = models.BooleanField("已在指标扣", default=False)
    is_single = models.BooleanField("已核对是单独一件", default=False)
    source = models.CharField("来源", max_length=60, blank=True)
    told_by = models.CharField("谁提出", max_length=60, blank=True)
    receipt_by = models.CharField("谁签收", max_length=60, blank=True)
    receipt_on = models.DateField("签收日期", null=True)
    note = models.CharField("说明", max_length=2000, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="claim_number"),
            models.CheckConstraint(condition=models.Q(state__in=["pending", "accepted", "rejected", "exempted", "withdrawn"]), name="claim_state"),
            models.CheckConstraint(condition=models.Q(role__in=["lead", "support"]), name="claim_role"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="claim_count"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["scheme", "subject"], name="claim_subject")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """Who decided a claim, when and why. A later decision is another row."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=Claim.State.choices)
    decided_by = models.CharField("谁定的", max_length=60)
    decided_on = models.DateField("日期")
    meeting = models.CharField("会议", max_length=60, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(decided_by=""), name="decision_name"),
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | ~models.Q(reason=""), name="decision_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.state}"


class Correction(models.Model):
    """What an undecided claim said before it was corrected, what it says since, and why."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="corrections")
    changes = models.JSONField("改了什么")  # field: [before, after], both as text
    reason = models.CharField("理由", max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.reason}"


class ClaimFile(models.Model):
    """A document a claim rests on, or the paper by which the unit acknowledged a deduction."""

    class Kind(models.TextChoices):
        PROOF = "proof", "依据"
        RECEIPT = "receipt", "签收回执"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PROOF)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["proof", "receipt"]), name="claim_file_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.file_id}"


class Window(models.Model):
    """The days whose claims a round counts, where an office has said so; without one the kind of round decides."""

    round = models.OneToOneField("rounds.Round", models.PROTECT, related_name="claim_window")
    since = models.DateField("从哪天", null=True)
    until = models.DateField("到哪天", null=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(since__lte=models.F("until")),
                name="claim_window_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.until}"
