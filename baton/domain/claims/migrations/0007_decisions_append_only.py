"""加减分的决定 only grow again: on SQLite the table had been built anew without its guard."""

from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_window")]
    operations = [append_only("claims_decision")]
