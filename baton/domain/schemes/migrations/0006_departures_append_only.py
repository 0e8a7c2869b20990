from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("schemes", "0005_departures")]
    operations = [append_only("schemes_departure")]
