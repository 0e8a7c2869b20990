from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [append_only("claims_decision")]
