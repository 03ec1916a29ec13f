"""The addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from verifier.portal.public import views

urlpatterns: list[URLPattern] = [
    path("", views.check, name="public-check"),
    path("file", views.upload, name="public-file"),
]
