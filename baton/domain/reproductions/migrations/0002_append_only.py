from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("reproductions", "0001_initial")]
    operations = [
        append_only("reproductions_publication"),
        append_only("reproductions_settlement"),
    ]
