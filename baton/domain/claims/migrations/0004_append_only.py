from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_sources")]
    operations = [append_only("claims_correction"), append_only("claims_claimfile")]
