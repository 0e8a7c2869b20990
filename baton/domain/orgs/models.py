"""名册: units and people stay; where they stand (group, order, parent) is told year by year."""

from __future__ import annotations

from django.db import models


class PeerGroup(models.Model):
    """Units that are compared with each other. Functional zones form a group of their own."""

    class Order(models.TextChoices):
        REGIONS = "regions", "行政区划序"
        OFFICES = "offices", "机构序"

    name = models.CharField("分组", max_length=60, unique=True)
    order = models.PositiveIntegerField("次序", default=0)
    listed_by = models.CharField(
        "排列", max_length=10, choices=Order.choices, default=Order.OFFICES
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="group_name"),
            models.CheckConstraint(
                condition=models.Q(listed_by__in=["regions", "offices"]), name="group_listed_by"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit or a person that is assessed, leads indicators, or both."""

    class Kind(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "个人"

    code = models.CharField("编号", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("种类", max_length=6, choices=Kind.choices, default=Kind.UNIT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""), name="unit_named"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["unit", "person"]), name="unit_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another way of writing a unit's name, learnt once."""

    text = models.CharField("写法", max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    learnt_at = models.DateTimeField()
    learnt_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text


class Standing(models.Model):
    """Where a unit stands in one year: its group, official order, parent, and from when to when."""

    class Listing(models.TextChoices):
        RANKED = "ranked", "参加排名"
        SEPARATE = "separate", "单列"

    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standings")
    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="standings", null=True)
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    order = models.PositiveIntegerField("机构序", default=0)
    team = models.CharField("考核组", max_length=60, blank=True)
    starts_on = models.DateField("生效", null=True)
    ends_on = models.DateField("失效", null=True)
    merged_into = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    split_from = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    listing = models.CharField(max_length=10, choices=Listing.choices, default=Listing.RANKED)
    title = models.CharField("职务", max_length=60, blank=True, default="")  # of a person

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "unit"], name="standing_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="standing_days",
            ),
            models.CheckConstraint(
                condition=models.Q(listing__in=["ranked", "separate"]), name="standing_listing"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(ends_on__isnull=False),
                name="standing_merged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit_id}"


class Post(models.Model):
    """A leader's unit and its share in the leader's score (semantics: links)."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    share = models.CharField("占比", max_length=24, default="1")
    starts_on = models.DateField("到任", null=True)
    ends_on = models.DateField("离任", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing", "unit"], name="post_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="post_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing_id} {self.unit_id} {self.share}"


class Turn(models.Model):
    """变动: from a day on a unit is called or stands otherwise; rounds that end before that day keep what was."""

    class Kind(models.TextChoices):
        NAME = "name", "名称"
        GROUP = "group", "分组"
        PARENT = "parent", "上级"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("年度", null=True)  # a name belongs to no year
    starts_on = models.DateField("从哪天起")
    before = models.CharField("原来", max_length=120, blank=True)
    after = models.CharField("现在", max_length=120, blank=True)
    why = models.CharField("依据", max_length=300, blank=True)
    is_withdrawn = models.BooleanField("已撤回", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="name", year__isnull=True)
                | models.Q(kind__in=["group", "parent"], year__isnull=False),
                name="turn_kind",
            ),
        ]
        indexes = [models.Index(fields=["starts_on"], name="turn_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.starts_on}"
