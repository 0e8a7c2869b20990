"""The database's shape: a new office gets today's at once, an old one goes every step from where it stands.

The steps build each table as it first was and then change it, time and again; for an empty database that takes many times
as long as it has to. Both ways lead to the same shape, which a test holds against each other.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from baton.domain.appendonly import Guard, set_guard

OURS = "baton."


def bring_up(using: str = "default") -> None:
    """Whatever is missing from today's shape; who is killed on the way leaves none of our tables or all of them."""
    connection = connections[using]
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith(OURS)}
    if not any(app in ours for app, _ in MigrationRecorder(connection).applied_migrations()):
        executor = MigrationExecutor(connection)
        executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])  # fmt: skip
        _at_once(connection, ours)
    call_command("migrate", database=using, verbosity=0)


def guarded(connection: Any) -> list[str]:
    """The tables that only grow, once all steps are gone."""
    stands: dict[str, bool] = {}
    for migration in _steps(connection):
        for step in migration.operations:
            if isinstance(step, Guard):
                stands[step.table] = step.sets
    return [table for table, is_set in stands.items() if is_set]


def _steps(connection: Any) -> list[Any]:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    return [step for step, _ in executor.migration_plan(leaves, clean_start=True)]


def _at_once(connection: Any, ours: set[str]) -> None:
    """All our tables and guards in one transaction, and every step noted as gone."""
    recorder = MigrationRecorder(connection)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.app_label in ours and model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for table in guarded(connection):
            set_guard(table, editor)
        for step in _steps(connection):
            if step.app_label in ours:
                recorder.record_applied(step.app_label, step.name)
