"""Every address of the portal. Rooms of their own are included below, each with its own table of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from verifier.portal import health
from verifier.portal.views import account, administration, files, items

urlpatterns: list[URLPattern | URLResolver] = [
    path("", account.home, name="home"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("login", account.login, name="login"),
    path("logout", account.logout, name="logout"),
    path("password", account.password, name="password"),
    path("language", account.language, name="language"),
    path("invited/<str:token>", account.invited, name="invited"),
    path("units", administration.units, name="units"),
    path("units/add", administration.add_unit, name="unit-add"),
    path("units/<int:pk>", administration.unit, name="unit"),
    path("accounts", administration.accounts, name="accounts"),
    path("accounts/add", administration.add_account, name="account-add"),
    path("accounts/import", administration.import_accounts, name="account-import"),
    path("accounts/<int:pk>", administration.account, name="account"),
    path("accounts/<int:pk>/link", administration.link, name="account-link"),
    path("notices", administration.notices, name="notices"),
    path("sources", administration.sources, name="sources"),
    path("trail", administration.trail, name="trail"),
    path("trail/check", administration.check_trail, name="trail-check"),
    path("items/<int:pk>", items.item, name="item"),
    path("evidence/<int:pk>/<str:evidence>", items.evidence, name="evidence"),
    path("applications/<int:pk>/files", files.attach, name="attach"),
    path("files/<int:pk>", files.attachment, name="attachment"),
    path("files/<int:pk>/remove", files.detach, name="detach"),
    path("applications/<int:pk>/papers", files.order, name="papers-order"),
    path("applications/<int:pk>/papers/watch", files.watch_papers, name="papers-watch"),
    path("papers/<int:pk>/<str:name>", files.paper, name="paper"),
    path("", include("verifier.portal.applicant.urls")),
    path("unit/", include("verifier.portal.unit.urls")),
    path("committee/", include("verifier.portal.committee.urls")),
    path("api/", include("verifier.portal.api.urls")),
    path("public/", include("verifier.portal.public.urls")),
]

handler403 = "verifier.portal.access.csrf_failed"
handler404 = "verifier.portal.access.not_found"
handler500 = "verifier.portal.access.failed"
