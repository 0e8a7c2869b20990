"""Files as they arrived: content under its own hash, each arrival a row."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """One arrival of a file. Two arrivals of the same content share the bytes on disk."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("文件名", max_length=200)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="file_size"),
        ]

    def __str__(self) -> str:
        return self.name
