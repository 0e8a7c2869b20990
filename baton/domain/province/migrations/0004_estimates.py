import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("province", "0003_deductions_of_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExamEstimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="考谁")),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="估计位次")),
                ("of", models.PositiveIntegerField(null=True, verbose_name="共几个")),
                ("others", models.JSONField(blank=True, default=list, verbose_name="别的地方的分")),
                ("why", models.CharField(max_length=200, verbose_name="依据")),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="examitem",
            name="exam_item_once",
        ),
        migrations.AddField(
            model_name="examitem",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="考谁"),
        ),
        migrations.AddConstraint(
            model_name="examitem",
            constraint=models.UniqueConstraint(
                fields=("year", "subject", "name"), name="exam_item_once"
            ),
        ),
        migrations.AddField(
            model_name="examestimate",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="examestimate",
            index=models.Index(fields=["year", "subject"], name="exam_estimate_of_year"),
        ),
        migrations.AddConstraint(
            model_name="examestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__isnull", True), ("rank__gte", 1), _connector="OR"),
                name="exam_estimate_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="examestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("of__isnull", True), ("of__gte", models.F("rank")), _connector="OR"
                ),
                name="exam_estimate_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="examestimate",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="exam_estimate_why"
            ),
        ),
        append_only("province_examestimate"),
    ]
