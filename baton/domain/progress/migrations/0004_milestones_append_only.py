from django.db import migrations

from baton.domain.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("progress", "0003_milestones")]
    operations = [append_only("progress_milestone"), append_only("progress_milestonenote")]
