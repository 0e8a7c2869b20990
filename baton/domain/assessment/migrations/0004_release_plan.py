import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_decisions_on_drafts"),
        ("rounds", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="why",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="为什么比事先定的多"
            ),
        ),
        migrations.CreateModel(
            name="ReleasePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_by", models.CharField(max_length=60, verbose_name="谁定的")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_plans",
                        to="rounds.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reader",
                    models.CharField(
                        choices=[
                            ("leader", "领导"),
                            ("viewer", "查阅"),
                            ("units", "被考核单位"),
                            ("public", "公众"),
                        ],
                        max_length=10,
                        verbose_name="给谁",
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("checks", "核对单"),
                            ("letters", "反馈函"),
                            ("bulletin", "通报"),
                            ("names", "公示名单"),
                            ("praise", "表扬名单"),
                        ],
                        max_length=14,
                        verbose_name="哪种材料",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="哪天发的")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                (
                    "why",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="为什么发事先没有定的"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="assessment.run",
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at__isnull", True)),
                        fields=("run", "reader", "paper"),
                        name="dispatch_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paper__in", ("checks", "letters", "bulletin")),
                                ("reader", "units"),
                            ),
                            models.Q(
                                ("paper__in", ("names", "praise", "bulletin")), ("reader", "public")
                            ),
                            _connector="OR",
                        ),
                        name="dispatch_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at__isnull", True), ("struck_by__isnull", True)),
                            models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="dispatch_struck",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("first", "初算稿"),
                            ("check", "核对稿"),
                            ("opinion", "征求意见稿"),
                            ("committee", "考核委审议稿"),
                            ("standing", "常委会审定稿"),
                            ("notice", "公示稿"),
                            ("final", "正式稿"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reader",
                    models.CharField(
                        choices=[
                            ("leader", "领导"),
                            ("viewer", "查阅"),
                            ("units", "被考核单位"),
                            ("public", "公众"),
                        ],
                        max_length=10,
                        verbose_name="给谁",
                    ),
                ),
                ("what", models.CharField(max_length=14, verbose_name="哪一层或哪种材料")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="assessment.releaseplan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "stage", "reader"), name="planned_release_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "first",
                                    "check",
                                    "opinion",
                                    "committee",
                                    "standing",
                                    "notice",
                                    "final",
                                ],
                            )
                        ),
                        name="planned_release_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reader", "leader"),
                                (
                                    "what__in",
                                    ("names", "totals", "papers", "items", "explanations"),
                                ),
                            ),
                            models.Q(
                                ("reader", "viewer"),
                                (
                                    "what__in",
                                    ("names", "totals", "papers", "items", "explanations"),
                                ),
                            ),
                            models.Q(
                                ("reader", "units"), ("what__in", ("checks", "letters", "bulletin"))
                            ),
                            models.Q(
                                ("reader", "public"), ("what__in", ("names", "praise", "bulletin"))
                            ),
                            _connector="OR",
                        ),
                        name="planned_release_what",
                    ),
                ],
            },
        ),
        append_only("assessment_releaseplan"),
        append_only("assessment_plannedrelease"),
    ]
