from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_as_sent")]

    operations = [
        migrations.AddField(
            "submission",
            "answers",
            models.JSONField(default=list, verbose_name="收表时的回答"),
        ),
    ]
