from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField(
            "submission",
            "beside",
            models.JSONField(default=list, verbose_name="表上得分和扣分原因"),
        ),
        migrations.AddField(
            "submission",
            "stamp",
            models.CharField(blank=True, default="", max_length=12, verbose_name="空表生成时间"),
            preserve_default=False,
        ),
        migrations.AddField(
            "submission", "saved_at", models.DateTimeField(null=True, verbose_name="最后保存")
        ),
    ]
