"""Whatever goes wrong, as JSON: a short code for programs, a sentence in both languages for people, and where it is wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema

UNKNOWN = ("没有这份申报，或不属于本单位。", "There is no such application, or it is not your unit's.")


class Problem(Schema):
    """What went wrong: `error` for programs, `zh` and `en` for people; `where` names the places, as far as there are any."""

    error: str
    zh: str
    en: str
    where: list[str] = []


class Wrong(Exception):
    """Ends a call with a problem."""

    def __init__(
        self,
        status: int,
        error: str,
        zh: str,
        en: str,
        where: list[str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(error)
        self.status, self.headers = status, headers or {}
        self.body = {"error": error, "zh": zh, "en": en, "where": where or []}

    def answer(self) -> HttpResponse:
        """Return the answer."""
        return JsonResponse(
            self.body, status=self.status, headers=self.headers, json_dumps_params={"ensure_ascii": False}
        )


def token_needed(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Answer a call without a token that stands."""
    return Wrong(
        401, "token", "令牌缺失、有误或已停用。请在 Authorization 头中写 Bearer 和令牌，或向系统管理员索取。",
        "The token is missing, wrong or revoked. Send Authorization: Bearer and the token, or ask the administrator.",
        headers={"WWW-Authenticate": "Bearer"},
    ).answer()  # fmt: skip


def not_understood(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Answer a call whose parameters do not fit."""
    where = [".".join(str(part) for part in one.get("loc", ())) + f": {one.get('msg', '')}" for one in error.errors]
    return Wrong(
        422,
        "parameters",
        "参数不符合接口说明。请按 where 所列改正。",
        "The parameters do not fit the description; see where.",
        where,
    ).answer()


def wrong(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    """Answer a call that ended with a problem."""
    answer: HttpResponse = error.answer()
    return answer


def unknown_address(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer a call of an address that there is not."""
    return Wrong(404, "address", "接口中没有这个地址。", "The API has no such address.").answer()


def method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer a method that an address does not know."""
    allowed = ", ".join(sorted(allowed.split(", ")))
    zh, en = (
        f"该地址不接受 {request.method} 方法，可用：{allowed}。",
        f"This address does not take {request.method}; use {allowed}.",
    )
    return Wrong(405, "method", zh, en, headers={"Allow": allowed}).answer()
