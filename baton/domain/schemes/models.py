"""考核方案: one scheme a year, in versions; a version is one canonical rule book."""

from __future__ import annotations

from django.db import models


class Scheme(models.Model):
    """A year's assessment scheme: the frame in which figures, rounds and claims stand."""

    code = models.CharField("代码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    most_indicators = models.PositiveIntegerField("指标最多几个", null=True, default=None)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(title=""), name="scheme_named"
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=1990, year__lte=2200), name="scheme_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of the rule book: a draft is edited freely, a sealed one never again."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        PROVISIONAL = "provisional", "暂行"
        TRIAL = "trial", "试行"
        FINAL = "final", "正式"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    book = models.TextField("规则书")
    digest = models.CharField(max_length=64)
    edits = models.PositiveIntegerField(default=0)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    why = models.CharField("为什么改", max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["scheme"], condition=models.Q(state="draft"), name="version_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "provisional", "trial", "final"]), name="version_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", sealed_at__isnull=True, sealed_by__isnull=True)
                | (~models.Q(state="draft") & models.Q(sealed_at__isnull=False, sealed_by__isnull=False)),
                name="version_sealed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scheme} 第{self.number}版"


class Source(models.Model):
    """A table or rule book that went into a version, as the office handed it in.

    about: whom it is for. to_check: indicators whose sentence it changed while their method stayed, each with a digest
    of what it said then.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="sources")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    about = models.CharField("给谁用", max_length=300)
    to_check = models.JSONField("要核的指标", default=dict)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.version} {self.about}"


class Approval(models.Model):
    """An organ's decision on a version: which organ, meeting, day and document."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="approvals")
    organ = models.CharField("审议机关", max_length=60)
    meeting = models.CharField("会议", max_length=120)
    decided_on = models.DateField("日期")
    document = models.CharField("文号", max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.organ} {self.decided_on}"


class Citation(models.Model):
    """What a scheme rests on or comes with: an upper level's scheme, a basis, its full text, its interpretation."""

    class Kind(models.TextChoices):
        UPPER = "upper", "上级方案"
        BASIS = "basis", "依据"
        TEXT = "text", "方案正文"
        INTERPRETATION = "reading", "解读说明"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="citations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField("名称", max_length=200)
    document = models.CharField("文号", max_length=120, blank=True)
    issued_on = models.DateField("日期", null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    is_removed = models.BooleanField("已去掉", default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["upper", "basis", "text", "reading"]), name="citation_kind"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="citation_titled"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Departure(models.Model):
    """A sentence of the scheme that the rules don't follow, and what was chosen instead; grows only (migration 0006)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="departures")
    part = models.CharField("哪一类规则", max_length=20)
    key = models.CharField("哪一处", max_length=120)
    quote = models.TextField("原话")
    says = models.TextField("像是说")
    chosen = models.TextField("定的是")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(quote="") & ~models.Q(chosen=""), name="departure_said"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.key}"
