"""The addresses of the unit's room."""

from __future__ import annotations

from django.urls import URLPattern, path

from verifier.portal.unit import views, worklist

urlpatterns: list[URLPattern] = [
    path("applications", views.applications, name="unit-applications"),
    path("batches", views.batches, name="batches"),
    path("batches/new", views.new, name="batch-new"),
    path("batches/<int:pk>", views.batch, name="batch"),
    path("batches/<int:pk>/watch", views.watch, name="batch-watch"),
    path("batches/<int:pk>/turn", views.turn, name="batch-turn"),
    path("batches/<int:pk>/forward", views.forward, name="batch-forward"),
    path("batches/<int:pk>/pack", views.pack, name="batch-pack"),
    path("batches/<int:pk>/export/<str:what>", views.export, name="batch-export"),
    path("bundles/<int:pk>", views.packed, name="bundle"),
    path("items", views.items, name="items"),
    path("items/decide", views.decide_many, name="items-decide"),
    path("items/<int:pk>/decide", views.decide, name="item-decide"),
    path("items/<int:pk>/note", views.note, name="item-note"),
    path("conflicts", views.conflicts, name="conflicts"),
    path("worklist", worklist.listed, name="worklist"),
    path("worklist/table", worklist.table, name="worklist-table"),
    path("worklist/take", worklist.take, name="worklist-take"),
    path("files/<int:pk>/take", worklist.take_export, name="take-export"),
    path("template/<str:name>", views.workbook, name="template"),
]
