"""The portal's rows where its database is a server's: as lines of JSON, so that no program of the server is needed and any database takes them.

Django's own serializer writes and reads them (one object a line); a reader's snapshot holds for the whole dump. Sessions, counts of
failed logins and the like are left out: they are of the day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from verifier.errors import BadValue
from verifier.operations.manifest import DATABASE, Manifest, damaged

_MANY = 500


def open_portal(data: Path) -> None:
    """Set Django up in this process over a data folder, and DATABASE_URL where it is set. Call it once a process."""
    import django

    from verifier.portal.run import Run, environment

    os.environ.update(environment(Run(data=str(data))))
    django.setup()


def dump(data: Path, out: BinaryIO) -> tuple[tuple[int, str] | None, tuple[str, ...]]:
    """Write every row as of one moment; return the head of the chain of events, and the migrations that the database has had."""
    open_portal(data)
    from django.core import serializers
    from django.db import connection, transaction

    from verifier.portal.models import ChainHead

    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head = ChainHead.objects.values_list("n", "hash").filter(pk=1).first()
        done = applied()
        for model in _models():
            for row in model._base_manager.order_by("pk").iterator(chunk_size=_MANY):
                out.write(serializers.serialize("jsonl", [row], ensure_ascii=False).encode())
    return head, done


def applied() -> tuple[str, ...]:
    """Return the names of the portal's migrations that the database has had, in order."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return tuple(sorted(name for app, name in MigrationRecorder(connection).applied_migrations() if app == "portal"))


def load(data: Path, file: Path, manifest: Manifest) -> None:
    """Fill the empty database of a portal with the rows of a backup, all or none. Raises BadValue and UnreadableFile."""
    open_portal(data)
    if not os.environ.get("DATABASE_URL"):
        (data / DATABASE).parent.mkdir(mode=0o700, exist_ok=True)
        (data / DATABASE).touch(mode=0o600)
    from django.core import serializers
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.core.serializers.base import DeserializationError
    from django.db import Error, connection, transaction

    call_command("migrate", verbosity=0, interactive=False)
    if applied() != tuple(sorted(manifest.migrations)):
        raise BadValue(
            f"备份由 {manifest.version} 版的数据库做成，与本程序的不同。请用该版本恢复，再升级程序。",
            f"The backup is of the database of version {manifest.version}, not of this program's. Restore with that version, then upgrade.",
        )
    if any(model._base_manager.exists() for model in _models()):
        raise BadValue(
            "DATABASE_URL 所指的数据库不是空的。请换一个空库，以免覆盖。",
            "The database of DATABASE_URL is not empty. Name an empty one, so that nothing is written over.",
        )
    try:
        with transaction.atomic():
            for row in serializers.deserialize("jsonl", _lines(file)):
                if row.object._meta.app_label != "portal":
                    raise damaged("数据库中有不认识的内容", "its rows are not a portal's")
                row.save()
    except (DeserializationError, Error, ValueError, TypeError):
        raise damaged("数据库的内容有误", "its rows are wrong") from None
    with connection.cursor() as cursor:
        for words in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(words)


def _lines(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as stream:
        yield from stream


def _models() -> list[Any]:
    from django.apps import apps

    return list(apps.get_app_config("portal").get_models())
