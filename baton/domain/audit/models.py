"""The log of changes: a chain in which each entry carries the hash of the one before."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One change. Never updated, never deleted: the database refuses both (migration 0002)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    action = models.CharField(max_length=60)
    on = models.CharField(max_length=80)
    data = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_seq")]
        indexes = [
            models.Index(fields=["on", "seq"], name="audit_on"),
            models.Index(fields=["action", "seq"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.on}"
