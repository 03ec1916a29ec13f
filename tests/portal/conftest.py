"""A portal for the tests: one database file, a stub of the packaged catalogue, and a fixed cast. Every test begins with an empty database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
import msgspec
import pytest

from verifier.portal.run import Run, environment

FOLDER = tempfile.mkdtemp(prefix="portal-tests-")
os.environ.update(environment(Run(data=FOLDER, hosts=("testserver", "127.0.0.1", "localhost"))))
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from verifier import sandbox  # noqa: E402
from verifier.model import Applicant, Qualification, Submission  # noqa: E402
from verifier.packaged import fixtures  # noqa: E402
from verifier.portal import filing, worker  # noqa: E402
from verifier.portal.models import Account, Application, Unit  # noqa: E402
from verifier.readers import document  # noqa: E402
from verifier.serving import Choice, opened_settings  # noqa: E402
from verifier.submissions import Handed, item  # noqa: E402

if connection.vendor == "sqlite":
    django_settings.DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA synchronous=OFF;"  # these rows are for a second
    )
NOTICE = "liaoning-gxt-2021-194"


@pytest.fixture(scope="session")
def _tables() -> Iterator[None]:
    call_command("migrate", verbosity=0, interactive=False)
    yield
    connections.close_all()
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def database(_tables: None) -> Iterator[None]:
    """Give every test an empty database; what it writes is really committed, as the worker's threads need."""
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


@pytest.fixture(scope="session")
def sources() -> Iterator[Run]:
    """Serve the packaged catalogue for the session and let the walk ask it."""
    with opened_settings(Choice(data=FOLDER)) as settings:
        before = django_settings.RUN
        django_settings.RUN = msgspec.structs.replace(before, settings=settings)
        yield django_settings.RUN
        django_settings.RUN = before


@pytest.fixture
def cast() -> SimpleNamespace:
    """Return the fixed cast: a department over two units, a unit elsewhere, and people of every role."""
    department = Unit.objects.create(name="江城市工业和信息化局", code="210100")
    unit = Unit.objects.create(name="江城冶金设备有限公司", code="210101", parent=department)
    sister = Unit.objects.create(name="江城电机研究院", code="210102", parent=department)
    other = Unit.objects.create(name="滨海化工集团", code="210201")

    def person(username: str, name: str, role: str, of: Unit | None = None) -> Account:
        return Account.objects.create(username=username, name=name, role=role, unit=of, password="!")

    return SimpleNamespace(
        department=department, unit=unit, sister=sister, other=other,
        applicant=person("lin", "林知远", "applicant", unit), colleague=person("he", "何以宁", "applicant", unit),
        stranger=person("bai", "白若川", "applicant", other),
        reviewer=person("shen", "沈审核", "reviewer", unit), other_reviewer=person("qiao", "乔复核", "reviewer", other),
        supervisor=person("guan", "关主管", "department", department), other_supervisor=person("tan", "谭主管", "department", other),
        auditor=person("ping", "平委员", "committee"), second=person("zhong", "仲委员", "committee"),
        admin=person("root", "系统管理员", "administrator"),
    )  # fmt: skip


@pytest.fixture
def browse() -> Callable[[Account | None], Client]:
    """Return a browser of somebody, logged in."""

    def browser(account: Account | None) -> Client:
        client = Client()
        if account is not None:
            client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


def hand_in(name: str = "林知远", key: str = "1", **changes: Any) -> Handed:
    """Return the demonstration list as somebody's hand-in."""
    data = (Path(fixtures()) / "stories" / "demo" / "list.docx").read_bytes()
    pieces = sandbox.read_hand_in(data, "list.docx").pieces
    items = tuple(item(piece, str(number)) for number, piece in enumerate(pieces, 1))
    applicant = Applicant(
        id=key, name=name, series="engineering", specialty="冶金", level="高级工程师", units=("江城冶金设备有限公司",),
        qualification=Qualification(title="工程师", obtained="2016-12-30"),
    )  # fmt: skip
    applicant = msgspec.structs.replace(applicant, **changes)
    citations = {one.id: document.citation(piece, one.id) for one, piece in zip(items, pieces, strict=True)}
    return Handed(submission=Submission(applicant=applicant, notice=NOTICE, items=items), citations=citations)


@pytest.fixture
def checked(cast: SimpleNamespace, sources: Run) -> Callable[..., Application]:
    """Return a maker of applications that were really verified; `to` is the stage they are brought to."""

    def make(owner: Account | None = None, to: int = 0, name: str | None = None) -> Application:
        owner = owner or cast.applicant
        application = filing.opened(hand_in(name or owner.name, f"a{owner.pk}"), owner.unit, owner=owner)
        filing.check(application, owner)
        worker.drain()
        application.refresh_from_db()
        if to:
            filing.hand_in(application, owner)
            Application.objects.filter(pk=application.pk).update(stage=to, reached=to)
            application.refresh_from_db()
        return application

    return make
