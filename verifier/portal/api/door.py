"""The API's door: version 1, its description, its answers to what goes wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from verifier.errors import VerifierError
from verifier.portal.access import Refused
from verifier.portal.api import calls, problems, shape, tokens


class Api(NinjaAPI):
    """Ninja's, with the shape of a submission among the described schemas."""

    def get_openapi_schema(self, **words: Any) -> Any:
        """Return the description."""
        found = super().get_openapi_schema(**words)
        found["components"]["schemas"].update(shape.schema())
        return found


api = Api(
    title="Output verification", version="1", urls_namespace="api-1", auth=tokens.Bearer(), docs_url=None, openapi_url="/openapi.json",
    description="Submissions in, state, canonical reports and papers out. Errors are JSON with a sentence in Chinese and English.",
)  # fmt: skip
api.add_router("", calls.router)
api.add_exception_handler(problems.Wrong, problems.wrong)
api.add_exception_handler(AuthenticationError, problems.token_needed)
api.add_exception_handler(ValidationError, problems.not_understood)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return problems.Wrong(403, "refused", error.zh, error.en).answer()


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return problems.Wrong(413, "too_large", "正文过大（上限 4 MB）。", "The body is too large (at most 4 MB).").answer()


@api.exception_handler(VerifierError)
def _failed(request: HttpRequest, error: VerifierError) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return problems.Wrong(422, "input", error.zh, error.en).answer()


def as_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a method that an address does not know as JSON too."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **words: Any) -> HttpResponse:
        answer = view(request, *args, **words)
        return problems.method(request, answer["Allow"]) if isinstance(answer, HttpResponseNotAllowed) else answer

    return wrapped
