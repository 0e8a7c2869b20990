from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targets", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="head",
            field=models.BigIntegerField(default=None, null=True, verbose_name="封存时最新一行"),
        ),
    ]
