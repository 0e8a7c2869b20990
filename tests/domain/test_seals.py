"""行印: a row that was edited, deleted or added in the database is named, in every sealed table and column."""

import ast
from datetime import UTC, date, datetime
from itertools import zip_longest

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    ForeignKey,
    IntegerField,
    JSONField,
)

from baton.desk.care import custody
from baton.desk.care.row_faults import row_faults
from baton.domain.audit import queries, seals
from baton.domain.audit import services as audit
from baton.domain.audit.models import Entry
from baton.domain.audit.seals import NOT_SEALED, SEALED, columns, table_of
from baton.domain.claims.models import Claim
from baton.domain.intake.models import Sheet
from baton.domain.orgs.models import Post, Unit
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Scheme, Version
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.django_db


def tried(cursor, sql, parameters=()):
    """What the doctor says of the sealed tables after a statement, which is taken back."""
    with transaction.atomic():
        cursor.execute(sql, parameters)
        assert cursor.rowcount == 1, sql
        found = list(row_faults())
        transaction.set_rollback(True)
    return found


def test_every_table_is_sealed_or_says_why_not():
    models = [model._meta for model in apps.get_models()]
    listed = SEALED.keys() | NOT_SEALED.keys()
    assert [one.label for one in models if not {one.label_lower, one.app_label} & listed] == []
    known = {one.label_lower for one in models} | {one.app_label for one in models}
    assert listed <= known and not SEALED.keys() & NOT_SEALED.keys()
    for label, sealed in SEALED.items():
        names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert sealed.without.keys() <= names and sealed.word


def actions(*, unsealed=False):
    """Every action that the records' rooms write into the log; unsealed: those of them that name no row."""
    found = set()
    for path in (ROOT / "baton/domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                names_rows = {"rows", "gone"} & {keyword.arg for keyword in node.keywords}
                if not (unsealed and names_rows):
                    found.add(node.args[0].value)
    return found


def test_every_entry_names_the_rows_it_tells_of():
    # Each carries a digest of the figures, or is told beside one that does, or tells of what was only read.
    read = {"result.taken", "result.looked", "hearing.taken"}
    assert actions(unsealed=True) == {"figures.recorded", "half_year.taken"} | read


def test_the_year_calls_every_service_and_the_doctor_is_content(year):
    assert actions() - set(Entry.objects.values_list("action", flat=True)) == set()
    assert custody.faults() == []
    for label in SEALED:
        assert list(seals.seals_now(label)), f"{label} 在这一年里没有一行"


def test_nothing_of_the_year_is_told_with_who_decided_it(year):
    told = [queries.told(entry) for entry in Entry.objects.all()]
    assert len(told) > 100 and not [one for one in told if {"decided_by", "asked_by"} & one.keys()]


def other(column, value):
    """Another value of the column's kind, or of any where the database takes it."""
    if isinstance(column, BooleanField):
        return not value
    if isinstance(column, JSONField):
        return '[["x", null]]'
    if isinstance(column, DateTimeField):
        return datetime(2031, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
    if isinstance(column, DateField):
        return date(2031, 2, 3)
    if isinstance(column, ForeignKey | IntegerField) or column.primary_key:
        return (value or 0) + 7000
    return "x" if value != "x" else "y"


def named(found, label, *keys):
    """Whether exactly these rows of a table are named; a draft that vanished takes its lines along."""
    lines = f"（{table_of('assessment.runline')}）" if label == "assessment.run" else "nothing"
    own = [fault for fault in found if lines not in fault]
    said = [f"（{table_of(label)}）第 {key} 行" for key in sorted(keys)]
    return len(own) == len(said) and all(
        word in fault for word, fault in zip(said, own, strict=True)
    )


def newest_rows():
    """Of each sealed table its newest row, as label, table, the sealed rows and the id."""
    for label, sealed in SEALED.items():
        rows = apps.get_model(label)._default_manager.filter(**sealed.only).order_by("pk")
        yield label, table_of(label), rows, rows.values_list("pk", flat=True).last()


def test_every_changed_column_is_named_with_its_table_and_row(unguarded):
    """One column of each table at a time; those of tables of which only some rows are sealed alone."""
    alone, beside = [], []
    for label, table, rows, key in newest_rows():
        changes = []
        for column in columns(label):
            if not column.primary_key:
                value = other(column, rows.values_list(column.attname, flat=True).get(pk=key))
                sql = f'UPDATE {table} SET "{column.column}" = %s WHERE id = %s'
                changes.append((label, column.name, key, sql, [value, key]))
        if SEALED[label].only:
            alone += [[change] for change in changes]
        else:
            beside.append(changes)
    together = [list(filter(None, changes)) for changes in zip_longest(*beside)]
    for changes in [*alone, *together]:
        with transaction.atomic():
            for label, name, _, sql, parameters in changes:
                unguarded.execute(sql, parameters)
                assert unguarded.rowcount == 1, (label, name)
            found = list(row_faults())
            transaction.set_rollback(True)
        for label, name, key, *_ in changes:
            own = [one for one in found if f"（{table_of(label)}）第" in one or len(changes) == 1]
            assert named(own, label, key), (label, name, found)
        assert len(changes) == 1 or len(found) == len(changes), found
    assert sum(map(len, (*alone, *together))) > 200 and list(row_faults()) == []


def test_every_deleted_moved_and_inserted_row_is_named(unguarded):
    inserted = 0
    for label, table, _, key in newest_rows():
        found = tried(unguarded, f"DELETE FROM {table} WHERE id = %s", [key])
        assert named(found, label, key) and "不见了" in found[0], (label, found)
        found = tried(unguarded, f"UPDATE {table} SET id = 7000 WHERE id = %s", [key])
        assert named(found, label, key, 7000), (label, found)
        names = ", ".join(
            f'"{column.column}"'
            for column in apps.get_model(label)._meta.concrete_fields
            if not column.primary_key
        )
        try:
            copy = (
                f"INSERT INTO {table} (id, {names}) SELECT 7000, {names} FROM {table} WHERE id = %s"
            )
            found = tried(unguarded, copy, [key])
        except IntegrityError:
            continue  # the database refuses a second row like this
        inserted += 1
        assert named(found, label, 7000) and "没有操作记录" in found[0], (label, found)
    assert inserted >= 12 and list(row_faults()) == []


@pytest.mark.past_the_log
def test_a_row_has_the_same_seal_on_both_databases(clerk, at):
    """Moments, days, JSON and text as each database gives them back; the seals are written down here."""
    moment = datetime(2027, 1, 14, 4, 0, 0, 120, tzinfo=UTC)
    scheme = Scheme.objects.create(id=9, code="YZ", title="云州", year=2026, created_at=moment)
    unit = Unit.objects.create(id=9, code="甲", name="临江县")
    book = {
        "scheme": scheme,
        "number": 1,
        "book": "{}",
        "digest": "d",
        "created_at": moment,
        "created_by": clerk,
    }
    version = Version.objects.create(id=9, **book)
    round = Round.objects.create(
        id=9, scheme=scheme, version=version, name="年终", kind="year_end", as_of="全年", on=date(2026, 12, 31),
        opened_at=moment, opened_by=clerk,
    )  # fmt: skip
    items = ["财政收入", {"b": [1, None, True], "a": "é\u2028"}]
    sheet = Sheet.objects.create(
        id=9, round=round, lead=unit, title="表", items=items, due_on=date(2027, 1, 13)
    )
    assert seals.row_digests([scheme, sheet], [unit]) == {
        "orgs.unit": {"9": None},
        "schemes.scheme": {"9": "c3b65086fdfb9d815ef89ad3fb7bf117"},
        "intake.sheet": {"9": "e715868b81adfe919b07225fe2bcee2a"},
    }


def test_a_column_that_is_added_with_a_default_leaves_older_seals_as_they_are():
    old, new = [("id", seals.NOT_PROVIDED), ("name", "")], [("note", "")]
    assert seals.digest_of(old, [1, "x"]) == seals.digest_of(old + new, [1, "x", ""])
    assert seals.digest_of(old, [1, "x"]) != seals.digest_of(old + new, [1, "x", "y"])


def test_what_cannot_be_sealed_is_refused(clerk, at):
    """A row that was not saved, a table without seals, a provisional run: a fault of the program, said at once."""
    for rows in ([Unit(code="x")], [Entry.objects.first()], [[Unit(pk=77)]]):
        with pytest.raises(RuntimeError, match="封"):
            audit.record("x", by=clerk, on="x", at=at, rows=rows)


def test_rows_are_read_again_with_one_query_for_each_table(year, django_assert_num_queries):
    claims, posts = list(Claim.objects.all()), list(Post.objects.all())
    with django_assert_num_queries(2):
        found = seals.row_digests([claims, posts, claims[0]])
    assert len(found["claims.claim"]) == len(claims) > 3 and len(found["orgs.post"]) == len(posts)


def test_a_dropped_column_leaves_the_seals_of_older_rows_what_they_are(clerk, at):
    """A version sealed while it had a column for its file (always empty) is still as the log says."""
    scheme = Scheme.objects.create(id=9, code="YZ", title="云州", year=2026, created_at=at)
    version = Version.objects.create(
        id=9, scheme=scheme, number=1, book="{}", digest="d", created_at=at, created_by=clerk
    )
    told = {
        "id": 9, "scheme_id": 9, "number": 1, "book": "{}", "digest": "d", "based_on_id": None, "source_id": None, "why": "",
        "created_at": seals._plain(at), "created_by_id": clerk.pk, "sealed_at": None, "sealed_by_id": None,
    }  # fmt: skip
    as_it_was = seals.digest_of([(name, seals.NOT_PROVIDED) for name in told], told.values())
    assert seals.row_digests([version]) == {"schemes.version": {"9": as_it_was}}
    Version.objects.all().delete()
    Scheme.objects.all().delete()
