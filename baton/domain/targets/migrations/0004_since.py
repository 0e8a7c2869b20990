"""从第几版起: lines hold from a version on; those of before from the first."""

from django.db import migrations, models

from baton.domain.appendonly import append_only, changeable


class Migration(migrations.Migration):
    dependencies = [("targets", "0003_head")]

    operations = [
        changeable("targets_target"),
        migrations.AddField(
            model_name="target",
            name="since",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="从第几版起"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__gte", 1)), name="target_since"
            ),
        ),
        append_only("targets_target"),
    ]
