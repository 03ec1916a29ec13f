"""The addresses of the applicant's room; an application's page serves everybody to whom the table opens it."""

from __future__ import annotations

from django.urls import URLPattern, path

from verifier.portal.applicant import views

urlpatterns: list[URLPattern] = [
    path("applications", views.applications, name="applications"),
    path("applications/new", views.new, name="application-new"),
    path("applications/<int:pk>", views.application, name="application"),
    path("applications/<int:pk>/about", views.about, name="application-about"),
    path("applications/<int:pk>/add", views.add, name="application-add"),
    path("applications/<int:pk>/items/<str:item>", views.correct, name="application-correct"),
    path("applications/<int:pk>/drop", views.drop, name="application-drop"),
    path("applications/<int:pk>/check", views.check, name="application-check"),
    path("applications/<int:pk>/watch", views.watch, name="application-watch"),
    path("applications/<int:pk>/hand-in", views.hand_in, name="application-hand-in"),
    path("applications/<int:pk>/remove", views.remove, name="application-remove"),
    path("applications/<int:pk>/what-if", views.what_if, name="application-what-if"),
    path("applications/<int:pk>/return", views.give_back, name="application-return"),
    path("applications/<int:pk>/forward", views.forward, name="application-forward"),
]
