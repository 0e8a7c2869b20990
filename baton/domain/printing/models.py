"""整套材料、模板和总表的抬头: one row for each time somebody asked for all papers of a draft; the worker goes by the row alone."""

from __future__ import annotations

from django.db import models


class PaperSet(models.Model):
    """All papers of one run. Open until it is done or given up; whoever works on it may be killed at any moment."""

    run = models.ForeignKey("assessment.Run", models.PROTECT, related_name="paper_sets")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    total = models.PositiveIntegerField("一共几份", default=0)
    made = models.PositiveIntegerField("出好几份", default=0)
    now = models.CharField("正在出", max_length=200, blank=True)
    moved_at = models.DateTimeField("最近一次动", null=True)
    done_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, default=None, related_name="+"
    )
    size = models.BigIntegerField(default=0)
    note = models.CharField("说明", max_length=200, blank=True)
    failed = models.CharField("没有出成", max_length=300, blank=True)
    cleared_why = models.CharField("为什么删", max_length=200, blank=True, default="")
    cleared_at = models.DateTimeField(null=True, default=None)
    cleared_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, default=None, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(done_at=None, failed=""), name="paper_set_one_open"
            ),
            models.CheckConstraint(condition=models.Q(made__lte=models.F("total")), name="paper_set_made"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, sha256="") | (models.Q(done_at__isnull=False, failed="") & ~models.Q(sha256="")),
                name="paper_set_done",
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at=None, cleared_by=None, cleared_why="")
                | (models.Q(cleared_at__isnull=False, cleared_by__isnull=False, file=None) & ~models.Q(cleared_why="")),
                name="paper_set_cleared",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run_id} {self.made}/{self.total}"

    @property
    def is_open(self) -> bool:
        """Whether the worker has still something to do."""
        return self.done_at is None and not self.failed


class Template(models.Model):
    """The office's own layout of one kind of paper; the newest that is not dropped is used."""

    kind = models.CharField("哪种材料", max_length=20)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(dropped_at=None), name="template_one_used"
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at=None, dropped_by=None)
                | models.Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="template_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Wording(models.Model):
    """What the office words itself on a paper that is no template: title, who signs, notes; the newest not dropped is used."""

    kind = models.CharField("哪种材料", max_length=20)
    title = models.CharField("标题", max_length=120)
    signs = models.JSONField("签字栏", default=list)
    notes = models.JSONField("表下的注", default=list)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(dropped_at=None), name="wording_one_used"
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at=None, dropped_by=None)
                | models.Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="wording_dropped",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="wording_titled"),
        ]

    def __str__(self) -> str:
        return self.title


class Advice(models.Model):
    """意见建议 for one unit or official on one draft; every text stays, the newest is printed."""

    run = models.ForeignKey("assessment.Run", models.PROTECT, related_name="advice")
    subject = models.CharField("单位", max_length=64)
    text = models.TextField("意见建议", blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["run", "subject"], name="advice_run_subject")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.subject}"
