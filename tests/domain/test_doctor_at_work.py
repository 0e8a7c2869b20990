"""看管时照常办公: the doctor looks at one moment, so that work going on beside it raises no alarm."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKING = """
import threading
import django
django.setup()
from django.db import connection
from baton.desk.care.shaping import bring_up
bring_up()
from datetime import UTC, datetime
from baton.desk.care import custody
from baton.domain.accounts import services as accounts
from baton.domain.orgs import services as orgs
at = datetime(2027, 1, 14, tzinfo=UTC)
clerk = accounts.found(username="he", name="何科长", password="a-long-password", at=at)
unit = orgs.name_unit(name="临江县", by=clerk, at=at)
stop, written = threading.Event(), 0
def work():
    global written
    while not stop.is_set():
        orgs.learn_alias(text=f"写法{written}", unit=unit, by=clerk, at=at)
        written += 1
    connection.close()
writer = threading.Thread(target=work)
writer.start()
found = [custody.faults() for _ in range(60)]
stop.set()
writer.join()
print(written, sum(map(bool, found)), next(filter(None, found), ""), custody.faults())
"""


def test_writes_beside_the_doctor_raise_no_alarm(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BATON_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "baton.config.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", WORKING],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    written, alarms, *said = done.stdout.split(maxsplit=2)
    assert int(written) > 20 and int(alarms) == 0, (done.stdout, done.stderr)
    assert said == ["[]\n"]
