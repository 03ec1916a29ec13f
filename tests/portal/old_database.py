"""`python -m tests.portal.old_database make|look FILE`: a database as the first release made it, with rows in every table; and its rows today.

Runs in a process of its own, over the data folder and database that its environment names.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import django

FIRST = "0001_release_1"
ROWS = 3
AT = dt.datetime(2026, 3, 2, 1, 2, 3, tzinfo=dt.UTC)


def make() -> dict[str, Any]:
    """Migrate an empty database to the first release alone, fill every table, and return what it holds."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    call_command("migrate", "portal", FIRST, verbosity=0, interactive=False)
    apps = MigrationExecutor(connection).loader.project_state([("portal", FIRST)]).apps
    with transaction.atomic():
        for number in range(ROWS):
            for model in ordered(list(apps.get_app_config("portal").get_models())):
                if model.__name__ not in ("ChainHead", "Event"):
                    fill(model, number)
        chain(apps)
    return look([model._meta.db_table for model in apps.get_app_config("portal").get_models(include_auto_created=True)])


def ordered(models: list[Any]) -> list[Any]:
    """Return models after those that they cannot be without."""
    done: list[Any] = []
    while rest := [model for model in models if model not in done]:
        done += [
            model for model in rest
            if all(field.null or field.related_model in (*done, model) for field in model._meta.fields if field.is_relation)
        ]  # fmt: skip
    return done


def fill(model: Any, number: int) -> None:
    """Make one row of a model, with something in every column."""
    row = model(
        **{
            field.attname: value(field, number)
            for field in model._meta.fields
            if not field.primary_key or field.is_relation
        }
    )
    row.save(force_insert=True)
    for field in model._meta.many_to_many:
        getattr(row, field.name).set(field.related_model.objects.all())


def value(field: Any, number: int) -> Any:
    """Return what stands in a column of the row with this number."""
    kind = field.get_internal_type()
    if field.is_relation:
        keys = list(field.related_model.objects.order_by("pk").values_list("pk", flat=True))
        return keys[min(number, len(keys) - 1)] if keys else None
    if field.choices:
        return field.choices[0][0]
    if kind in ("CharField", "TextField"):
        return f"{number}甲{field.name}"[: field.max_length or 100]
    if kind == "DateTimeField":
        return AT + dt.timedelta(minutes=number)
    if kind == "DateField":
        return AT.date()
    if kind == "JSONField":
        return {"某": [number, None, "值"]}
    return kind == "BooleanField" if kind == "BooleanField" else number


def chain(apps: Any) -> None:
    """Add a chain of events as the program writes it."""
    from verifier import audit
    from verifier.model import Event as Act
    from verifier.model import plain

    last = None
    for number in range(1, ROWS + 1):
        act = Act(
            at="2026-03-02T09:02:03+08:00",
            who="system",
            what="started",
            subject=f"portal:{number}",
            before=None,
            after=None,
        )
        last = audit.follow(last, plain(act))
        apps.get_model("portal", "Event").objects.create(
            n=last.n,
            line=audit.to_line(last).decode(),
            hash=last.hash,
            at=AT,
            who=act.who,
            what=act.what,
            subject=act.subject,
        )
    assert last
    apps.get_model("portal", "ChainHead").objects.create(n=last.n, hash=last.hash)


def look(tables: list[str]) -> dict[str, Any]:
    """Return the rows of tables, each row as column -> text."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]
    return found


def main() -> None:
    """Make an old database and write what it holds to FILE, or read FILE and write what its tables hold now over it."""
    django.setup()
    file = Path(sys.argv[2])
    found = make() if sys.argv[1] == "make" else look(list(json.loads(file.read_text("utf-8"))))
    file.with_suffix(f".{sys.argv[1]}").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    if sys.argv[1] == "make":
        file.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
