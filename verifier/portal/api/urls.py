"""The addresses of this room: the administrator's pages of tokens, and the API itself, whose every answer is JSON."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from verifier.portal.api import problems, tokens
from verifier.portal.api.door import api, as_json

_calls, _app, _space = api.urls
for _call in _calls:
    _call.callback = as_json(_call.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/add", tokens.add, name="token-add"),
    path("tokens/<int:pk>/revoke", tokens.revoke, name="token-revoke"),
    path("v1/", include(([*_calls, path("<path:rest>", problems.unknown_address)], _app), namespace=_space)),
]
