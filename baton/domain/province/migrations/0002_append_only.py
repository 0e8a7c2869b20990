from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("province", "0001_initial")]
    operations = [append_only("province_position"), append_only("province_examnote")]
