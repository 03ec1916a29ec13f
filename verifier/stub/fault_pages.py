"""Faults that stand in place of an answer: challenges, walls, limits, errors. One small function each (F-numbers: SITES §8)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formatdate
from urllib.parse import quote

from verifier.stub import nppa, vip
from verifier.stub.cnki_search import lost_page, no_session
from verifier.stub.fault_views import EMPTY
from verifier.stub.markup import page
from verifier.stub.wire import Answer, Desk, Request, Response, as_json, cookie, html, redirect

RETRY_SECONDS = 75
SOFT_BLOCK = '<div class="no-content"><p>暂无数据</p></div>'
SOFT_BLOCK_BYTES = 102


@dataclass(frozen=True, slots=True)
class Case:
    """One answer that goes wrong: what was asked, how the page would answer, and the how-manieth it is (from 0)."""

    site: str
    on: str
    desk: Desk
    request: Request
    answer: Answer
    turn: int

    def healthy(self) -> Response:
        """The answer without the fault."""
        return self.answer(self.desk, self.request)


def slider(case: Case) -> Response:
    """F1: a redirect to the slider page."""
    back = quote(case.request.path, safe="")
    return redirect(
        f"{case.request.prefix}/verify/home?captchaType=blockPuzzle&ident=0a1b2c&captchaId=d4e5f6&returnUrl={back}"
    )


def verify_page(_desk: Desk, _request: Request) -> Response:
    """Where the slider redirect leads: status 200, a title, nothing to see."""
    return html(page("安全验证", '<div id="app"></div><script src="/verify/static/app.js"></script>'))


def xhr_challenge(case: Case) -> Response:
    """F2: 403 and JSON code -403."""
    return no_session(case.request)


def soft_block(_case: Case) -> Response:
    """F3: status 200 and a fragment of 102 bytes that says 暂无数据."""
    return Response(SOFT_BLOCK.encode().ljust(SOFT_BLOCK_BYTES))


def long_expression(_case: Case) -> Response:
    """F4: what CNKI says to an expression that is too long."""
    return html('<div id="briefBox"><p class="no-content">抱歉，暂无数据，请稍后重试。</p></div>')


def login_wall(case: Case) -> Response:
    """F7: a redirect to the login."""
    return redirect(f"/{case.site}/login/authserver/login?service={quote(case.request.path, safe='')}")


def login_page(_desk: Desk, _request: Request) -> Response:
    """Where the login redirect leads (login.cnki.net in real life)."""
    form = '<form id="loginForm" method="post"><input name="username"><input type="password" name="password"></form>'
    return html(page("统一身份认证 - 用户登录", form))


def js_challenge(case: Case) -> Response:
    """F8: 412 with the $_ts script; at the registry, the CDN's page that sets `__jsluid_h` (status ASSUMED)."""
    if case.site != "nppa":
        return vip.challenge()
    script = (
        "<script>document.cookie=('_')+('_')+('jsl_clearance=1')+';path=/';location.href=location.pathname</script>"
    )
    return replace(html(script, 521), headers=(cookie("__jsluid_h", "0" * 32, "/nppa"),))


def rate_limit(case: Case) -> Response:
    """F9: in turn 429 with seconds, 429 with a date, 200 with 访问过于频繁."""
    body = page("访问受限", "<p>访问过于频繁，请稍后再试</p>")
    if case.turn % 3 == 2:
        return html(body)
    until = str(RETRY_SECONDS) if case.turn % 3 == 0 else formatdate(time.time() + RETRY_SECONDS, usegmt=True)
    return html(body, 429, (("Retry-After", until),))


def stale(case: Case) -> Response:
    """F10: 302 to the login for want of a sign (VIP), 404 for a dead token, 401 shell otherwise."""
    if case.site == "vip":
        return redirect(f"{case.request.prefix}/login?redirect={quote(case.request.path, safe='')}")
    return lost_page(404 if case.on in ("detail", "toc") else 401)


def server_error(case: Case) -> Response:
    """F11: in turn 503, 500, 522, 502."""
    status = (503, 500, 522, 502)[case.turn % 4]
    return html(
        f"<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center></body></html>", status
    )


def shell(_case: Case) -> Response:
    """F16: an application without data, status 200."""
    return html(page("加载中", '<div id="app"><div class="loading"></div></div><script src="/js/app.js"></script>'))


def registry_captcha(case: Case) -> Response:
    """F19: the captcha was wrong (ASSUMED)."""
    return _registry(case, "验证码错误，请重新输入")


def registry_locked(case: Case) -> Response:
    """F19: locked after the second wrong captcha (ASSUMED)."""
    return _registry(case, "验证码输入错误次数过多，查询功能已锁定，请稍后再试")


def registry_overload(case: Case) -> Response:
    """F19: too many queries at the moment."""
    return _registry(case, "近期检索较多，请稍后再试")


def _registry(case: Case, words: str) -> Response:
    form = nppa.form_page(case.desk, case.request)
    return replace(form, body=form.body.replace(b"</body>", f'<div class="tips">{words}</div>\n</body>'.encode()))


def api_limit(_case: Case) -> Response:
    """F20: 429 of an open API, with its limit headers."""
    headers = (
        ("Retry-After", "1"),
        ("x-rate-limit-limit", "3"),
        ("x-rate-limit-interval", "1s"),
        ("x-concurrency-limit", "1"),
    )
    return as_json({"status": "error", "message-type": "rate-limit", "message": "Too many requests"}, 429, headers)


def api_missing(case: Case) -> Response:
    """F20: 404 for a DOI that another agency registered; an empty list for a search."""
    if case.on == "search":
        return replace(case, desk=replace(case.desk, index=EMPTY)).healthy()
    return Response(b"Resource not found.", 404, "text/plain; charset=utf-8")


PAGES: dict[str, Callable[[Case], Response]] = {
    "slider": slider,
    "xhr_challenge": xhr_challenge,
    "soft_block": soft_block,
    "long_expression": long_expression,
    "login_wall": login_wall,
    "js_challenge": js_challenge,
    "rate_limit": rate_limit,
    "stale": stale,
    "server_error": server_error,
    "shell": shell,
    "registry_captcha": registry_captcha,
    "registry_locked": registry_locked,
    "registry_overload": registry_overload,
    "api_limit": api_limit,
    "api_missing": api_missing,
}
"""Fault word -> the page that stands in."""
