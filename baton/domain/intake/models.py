"""收件台: the sheet a lead unit owes, the versions it sent, what was decided."""

from __future__ import annotations

from django.db import models


class Sheet(models.Model):
    """What one lead unit owes to one round: figures of its indicators for all units."""

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="sheets")
    lead = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    title = models.CharField("表名", max_length=120)
    items = models.JSONField("数据项", default=list)
    due_on = models.DateField("截止")
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "lead"], name="sheet_once")]

    def __str__(self) -> str:
        return self.title


class Submission(models.Model):
    """One version of a sheet as it arrived. Its cells stay as they were read; a decision is added."""

    class State(models.TextChoices):
        RECEIVED = "received", "已收待核"
        RETURNED = "returned", "退回"
        PARTIAL = "partial", "部分采用"
        ACCEPTED = "accepted", "已采用"

    class Origin(models.TextChoices):
        FILE = "file", "文件"
        PASTE = "paste", "粘贴"
        TYPED = "typed", "录入"

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("版")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    origin = models.CharField(max_length=6, choices=Origin.choices)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    cells = models.TextField("读到的格子")
    oddities = models.JSONField("疑点", default=list)
    changed = models.PositiveIntegerField("比上版改", default=0)
    beside = models.JSONField("表上得分和扣分原因", default=list)
    answers = models.JSONField("收表时的回答", default=list)
    stamp = models.CharField("空表生成时间", max_length=12, blank=True)
    saved_at = models.DateTimeField("最后保存", null=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    reason = models.TextField("退回理由", blank=True)
    due_again_on = models.DateField("再交日期", null=True)
    left_out = models.JSONField("没有采用的格子", default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="submission_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "returned", "partial", "accepted"]),
                name="submission_state",
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=["file", "paste", "typed"]), name="submission_origin"
            ),
            models.CheckConstraint(
                condition=models.Q(state="received", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state="received") & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="submission_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="returned") | ~models.Q(reason=""), name="submission_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sheet_id} 第{self.number}版"


class Scan(models.Model):
    """The stamped page beside a sheet."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="scans")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.file_id}"


class Reminder(models.Model):
    """A reminder that was copied out for a lead unit."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="reminders")
    reminded_at = models.DateTimeField()
    reminded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.reminded_at}"
