"""The addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from verifier.portal.committee import appeals, pages, plans, queue, reuse, statistics, views

urlpatterns: list[URLPattern] = [
    path("queue", queue.queue, name="queue"),
    path("queue/export", queue.export, name="queue-export"),
    path("items/<int:pk>", views.item, name="committee-item"),
    path("items/<int:pk>/decide", views.decide, name="committee-decide"),
    path("items/<int:pk>/ask", views.ask, name="committee-ask"),
    path("items/<int:pk>/note", views.note, name="committee-note"),
    path("items/<int:pk>/second", views.second, name="committee-second"),
    path("items/<int:pk>/show", views.show, name="committee-show"),
    path("items/<int:pk>/pages/<str:evidence>", pages.page, name="committee-page"),
    path("items/<int:pk>/scans/<int:file>/<int:number>", pages.scan, name="committee-scan"),
    path("items/<int:pk>/appeal", appeals.new, name="appeal-new"),
    path("appeals", appeals.listed, name="appeals"),
    path("appeals/<int:pk>", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/answer", appeals.decided, name="appeal-answer"),
    path("plans", plans.plans, name="plans"),
    path("plans/draw", plans.draw, name="plan-draw"),
    path("plans/<int:pk>", plans.plan, name="plan"),
    path("samples/<int:pk>", plans.sample, name="committee-sample"),
    path("samples/<int:pk>/look", plans.look, name="sample-look"),
    path("samples/<int:pk>/pages/<str:evidence>", pages.sample_page, name="sample-page"),
    path("samples/<int:pk>/scans/<int:file>/<int:number>", pages.sample_scan, name="sample-scan"),
    path("reuse", reuse.listed, name="reuse"),
    path("statistics", statistics.statistics, name="statistics"),
    path("statistics/export", statistics.export, name="statistics-export"),
]
