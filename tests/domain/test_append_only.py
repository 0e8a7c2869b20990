"""只增不改: every table that was declared to grow only still has its guard after the last migration."""

import re
from pathlib import Path

import pytest
from django.db import connection, transaction

import baton
from baton.domain.audit.models import Entry
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import Alias, Unit
from tests.retold import retold

pytestmark = pytest.mark.django_db
DECLARED = re.compile(r'append_only\("(\w+)"\)')


def guarded():
    on = "tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        on = "tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {on}")
        return {name for (name,) in cursor.fetchall()}


def test_no_migration_lost_a_tables_guard():
    steps = (Path(baton.__file__).parent / "domain").glob("*/migrations/*.py")
    declared = {name for step in steps for name in DECLARED.findall(step.read_text("utf-8"))}
    assert len(declared) > 15 and declared - guarded() == set()


@pytest.mark.past_the_log
def test_a_story_is_told_once_and_its_rows_stand_there_as_they_were_told(clerk, at):
    """Rows that came, changed and went, and the instance that was given; other rows before it are another story."""
    told = []

    @retold
    def before(clerk, at):
        units = [orgs.name_unit(name=name, by=clerk, at=at) for name in ("东岭县", "石桥市")]
        orgs.learn_alias(text="石桥", unit=units[1], by=clerk, at=at)
        return units[0]

    @retold
    def story(clerk, at, unit):
        told.append(unit.name)
        orgs.learn_alias(text="东岭", unit=unit, by=clerk, at=at)
        Alias.objects.filter(text="石桥").delete()
        unit.name += "区"
        unit.save()
        return unit, list(Alias.objects.all())

    def heard(*, also=""):
        with transaction.atomic():
            unit = before(clerk=clerk, at=at)
            if also:
                orgs.name_unit(name=also, by=clerk, at=at)
            same, aliases = story(clerk=clerk, at=at, unit=unit)
            assert same is unit and unit.name == "东岭县区" and [one.text for one in aliases] == ["东岭"]  # fmt: skip
            kinds = (Unit, Alias, Entry)
            stand = [list(kind.objects.order_by("pk").values_list()) for kind in kinds]
            assert [len(rows) for rows in stand[:2]] == [2 + bool(also), 1]  # fmt: skip
            transaction.set_rollback(True)
        return stand

    first = heard()
    assert heard() == first == heard() and len(told) == 1
    assert heard(also="临江县") != first and len(told) == 2
