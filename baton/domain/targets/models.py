"""责任书: agreed values. Each line is kept for ever; the newest line of a cell counts."""

from __future__ import annotations

from django.db import models


class Target(models.Model):
    """One agreed value of a unit (or of everybody, `*`) for an indicator's field, as canonical text.

    since: from which version of the scheme on it holds. What is said of a unit's indicator since a later version takes
    the place of all that was said of it before, for that version and those that follow; older ones keep what they had.
    """

    scheme = models.ForeignKey("schemes.Scheme", models.PROTECT, related_name="targets")
    subject = models.CharField(max_length=60)
    indicator = models.CharField(max_length=60)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=60, null=True)
    is_withdrawn = models.BooleanField(default=False)
    source = models.CharField("出处", max_length=200, blank=True)
    reason = models.CharField("为什么改", max_length=300, blank=True)
    document = models.CharField("文号", max_length=120, blank=True)
    since = models.PositiveSmallIntegerField("从第几版起", default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(since__gte=1), name="target_since")
        ]
        indexes = [
            models.Index(
                fields=["scheme", "subject", "indicator", "field", "id"], name="target_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.indicator} {self.field}"


class Seal(models.Model):
    """The moment from which a scheme's targets move only with a reason and a document."""

    scheme = models.OneToOneField("schemes.Scheme", models.PROTECT, related_name="target_seal")
    digest = models.CharField(max_length=64)
    head = models.BigIntegerField("封存时最新一行", null=True, default=None)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.digest
