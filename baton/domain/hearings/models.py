"""现场考评: units come onto a stage one after another and are scored on paper slips that nobody can trace.

A slip bears neither a name nor a number, and none is stored: of each unit the database keeps how many slips came and
their scores sorted by size. Clerks key whole stacks of paper at once, so neither the row nor the log tells in which
order slips were counted; the log says how many, never which. What is sealed is kept from pages, lists and papers;
whoever may read the database file itself can read it there.
"""

from __future__ import annotations

from django.db import models


class Hearing(models.Model):
    """One session: who scores what by which rule, and whether scores stay sealed until it is closed.

    item: the data item its results become; indicator: whose; full: what the highest score is turned into, or empty.
    on_stage: the place of the unit that reports now; version: how often the session was closed.
    """

    class State(models.TextChoices):
        READY = "ready", "待开始"
        RUNNING = "running", "进行中"
        CLOSED = "closed", "已收结"
        CANCELLED = "cancelled", "已取消"

    class Order(models.TextChoices):
        OFFICIAL = "official", "机构序"
        LOT = "lot", "抽签"
        TYPED = "typed", "照写的次序"

    round = models.ForeignKey("rounds.Round", models.PROTECT, related_name="hearings")
    name = models.CharField("名称", max_length=60)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=60, blank=True)
    indicator = models.CharField("指标", max_length=60)
    item = models.CharField("数据项", max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.READY)
    order = models.CharField("出场次序", max_length=8, choices=Order.choices)
    is_sealed = models.BooleanField("封存", default=True)
    expected = models.PositiveIntegerField("应收票数")
    lowest = models.CharField("最低", max_length=24)
    highest = models.CharField("最高", max_length=24)
    step = models.CharField("间隔", max_length=24)
    drop_high = models.PositiveIntegerField("去掉几个最高分", default=0)
    drop_low = models.PositiveIntegerField("去掉几个最低分", default=0)
    decimals = models.PositiveSmallIntegerField("平均分小数位", default=2)
    full = models.CharField("折算成满分", max_length=24, blank=True)
    on_stage = models.PositiveIntegerField("台上是第几个", null=True)
    version = models.PositiveIntegerField("第几次收结", default=0)
    edits = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    cancelled_why = models.CharField("为什么取消", max_length=200, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"], condition=~models.Q(state="cancelled"), name="hearing_once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="hearing_named"),
            models.CheckConstraint(condition=models.Q(expected__gte=1), name="hearing_expected"),
            models.CheckConstraint(condition=models.Q(decimals__lte=4), name="hearing_decimals"),
            models.CheckConstraint(
                condition=models.Q(state__in=["ready", "running", "closed", "cancelled"]), name="hearing_state"
            ),
            models.CheckConstraint(
                condition=models.Q(order__in=["official", "lot", "typed"]), name="hearing_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="hearing_closed",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                    & ~models.Q(cancelled_why="")
                )
                | (
                    ~models.Q(state="cancelled")
                    & models.Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_why="")
                ),
                name="hearing_cancelled",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Appearance(models.Model):
    """One unit in its place; how many slips came for it, who keyed last, or why it did not come."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="appearances")
    position = models.PositiveIntegerField("第几个")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    received = models.PositiveIntegerField("有效票", default=0)
    spoiled = models.PositiveIntegerField("废票", default=0)
    absent_why = models.CharField("没有到场", max_length=200, blank=True)
    edits = models.PositiveIntegerField(default=0)
    keyed_at = models.DateTimeField(null=True)
    keyed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "position"], name="appearance_place"),
            models.UniqueConstraint(fields=["hearing", "unit"], name="appearance_once"),
            models.CheckConstraint(
                condition=models.Q(absent_why="") | models.Q(received=0, spoiled=0),
                name="appearance_absent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.position}"

    @property
    def came(self) -> int:
        """Slips that came, spoiled ones too."""
        return self.received + self.spoiled


class Tally(models.Model):
    """The scores of one unit, sorted by size. The log seals them only once they are counted.

    A seal after each stack would let whoever holds the log try out which score came with which.
    """

    appearance = models.OneToOneField(Appearance, models.PROTECT, related_name="tally")
    scores = models.JSONField("各票得分", default=list)
    is_counted = models.BooleanField("已计入", default=False)

    def __str__(self) -> str:
        return f"{self.appearance_id}"
