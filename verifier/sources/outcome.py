"""Answers that are no data: failures of transport, challenges, limits, login walls; and the shape of a plain zero.

Every source calls `refused` first. None of these answers ever reads as "not found".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from verifier.model import Answer, Page, Reply, State
from verifier.sources.decoding import decode, header, is_garbled
from verifier.sources.markup import head_title, is_cut, visible

CHINA = timezone(timedelta(hours=8))
_LONGEST_WAIT = 366 * 86_400
_SHORT = 300
"""A page that shows at most so many characters has no room for data: there, words of refusal are the page's own."""

_FAILURES = {
    "timeout": "连接超时",
    "reset": "连接被中断",
    "dns": "域名无法解析",
    "refused": "连接被拒绝",
    "missing": "缓存中没有该项检索",
}
_READABLE = frozenset({200, 401, 404})
_CHALLENGES = ("安全验证", "知网节超时验证", "人机验证", "访问验证", "安全检查", "Just a moment...")
_LIMITS = ("访问过于频繁", "操作频繁", "操作过于频繁", "请求过于频繁", "访问频率过高", "访问禁止")


def answer(
    state: State, note: str = "", *, words: str = "", until: str | None = None, total: int | None = None
) -> Answer:
    """Return an answer without data; `total` is the number that an empty list announces."""
    return Answer(state=state, note=note, words=words[:200], until=until, total=total)


def changed(what: str) -> Answer:
    """Return LAYOUT_CHANGED, naming what was looked for and not found."""
    return answer(State.LAYOUT_CHANGED, f"页面结构与预期不符：{what}")


def zero(words: str) -> Answer:
    """Return NOT_FOUND with the page's own words; without words there is no zero."""
    return Answer(state=State.NOT_FOUND, words=words[:200], total=0) if words else changed("没有结果，也没有说明")


def is_short_contents(reply: Reply) -> bool:
    """Say whether a contents page came whole and yet holds fewer rows than it announces: the site's answer of that day."""
    answer, page = reply.answer, reply.page
    if answer.state is not State.INCOMPLETE or page.ask.step.kind != "contents" or answer.total is None:
        return False
    return not is_cut(decode(page).text)


def refused(page: Page, text: str = "", data: Iterable[str] = ()) -> Answer | None:
    """Return the answer of a page that refuses or failed, None if the page is to be read.

    `data` are pieces of markup that only a healthy page of the source holds: with one of them in the text, words of refusal
    are somebody's title. The statuses 401 and 404 are left to the sources, since they mean something different at each.
    """
    if page.failure:
        return _failed(page.failure)
    worded = None if any(mark in text for mark in data) else _by_words(text)
    return _by_url(page) or _by_status(page) or worded or _short(page) or _garbled(text)


def _failed(failure: str) -> Answer:
    if failure == "circuit":
        return answer(State.BLOCKED, "本次运行中该来源已要求验证，暂停检索（circuit）")
    if failure == "too_large":
        return answer(State.INCOMPLETE, "网页超过大小上限（too_large）")
    if failure in ("truncated", "incomplete", "encoding"):
        return answer(State.INCOMPLETE, f"网页未传完（{failure}）")
    if failure == "robots":
        return answer(State.SKIPPED, "站点的robots.txt不允许访问该路径，未检索（robots）")
    return answer(State.UNREACHABLE, f"{_FAILURES.get(failure, '未能取得网页')}（{failure[:40]}）")


def _by_url(page: Page) -> Answer | None:
    location = page.url + " " + header(page, "location")
    if "/verify/home" in location or "captchaType=" in location:
        return answer(State.BLOCKED, "要求滑块验证（captcha）", words="安全验证")
    for url in (page.url, header(page, "location")):
        parts = _split(url)
        if parts and (parts[0].startswith("login.") or "authserver" in parts[1]):
            return answer(State.LOGIN_REQUIRED, "转到了登录页")
        if parts and re.search(r"(?i)/login\b", parts[1]):
            # a redirect to a login with the way back in it is what a stale sign gets at VIP
            stale = page.ask.source == "vip" and "redirect=" in url
            return answer(*((State.SESSION_STALE, "链接签名已失效") if stale else (State.LOGIN_REQUIRED, "转到了登录页")))
    return None


def _split(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "", parts.path)
    except ValueError:
        return None


def _by_status(page: Page) -> Answer | None:
    status = page.status
    if status == 429:
        return answer(State.RATE_LIMITED, "访问过于频繁（HTTP 429）", until=retry_after(page))
    if status == 412:
        return answer(State.BLOCKED, "要求执行脚本验证（js，HTTP 412）")
    if status == 403:
        return answer(State.BLOCKED, "拒绝访问（HTTP 403）")
    if b"jsl_clearance" in page.body[:20_000]:
        return answer(State.BLOCKED, f"要求执行脚本验证（js，HTTP {status}）")
    if status >= 500 or status in (0, 408):
        return answer(State.UNREACHABLE, f"服务器未能应答（HTTP {status}）", until=retry_after(page))
    if status in (301, 302, 303, 307, 308):
        return answer(State.SESSION_STALE, f"链接已失效，转到了别处（HTTP {status}）")
    return None if status in _READABLE else changed(f"HTTP {status}")


def _by_words(text: str) -> Answer | None:
    """Judge by the page's own words; a title or a row that merely contains them is no refusal."""
    if not text:
        return None
    head = head_title(text)
    if "$_ts" in text[:20_000] and len(visible(text)) < _SHORT:
        return answer(State.BLOCKED, "要求执行脚本验证（js）")
    opening = text.lstrip("\ufeff \r\n\t")[:8].lower()
    if len(text) > 200_000 and opening != "<script>":
        return None
    shown = visible(text, 2 * _SHORT)
    if len(shown) > _SHORT:
        return None
    if "password" in text and re.search(r"登录|统一身份认证", head):
        return answer(State.LOGIN_REQUIRED, "登录页", words=head)
    if any(head == word or head.startswith((word + "-", word + " ", word + "_")) for word in _CHALLENGES):
        return answer(State.BLOCKED, "要求验证（captcha）", words=head)
    if opening == "<script>" or re.search(r"""\bid=["']?verify_pic\b""", text):
        return answer(State.BLOCKED, "要求验证（captcha）", words=head or shown)
    return next((_limited(word, shown) for word in _LIMITS if word in shown or word in head), None)


def _limited(word: str, shown: str) -> Answer:
    return answer(State.RATE_LIMITED, f"来源限制访问：{word}", words=shown or word)


def _garbled(text: str) -> Answer | None:
    return answer(State.INCOMPLETE, "网页编码无法识别，未读") if is_garbled(text) else None


def _short(page: Page) -> Answer | None:
    """Return INCOMPLETE for a body shorter than its header announced."""
    length = header(page, "content-length")
    if header(page, "content-encoding") or not (length.isascii() and length.isdigit()) or len(length) > 12:
        return None
    if len(page.body) < int(length):
        return answer(State.INCOMPLETE, f"网页未传完：{len(page.body)}/{length}字节")
    return None


def retry_after(page: Page) -> str | None:
    """Return the earliest time to ask again (ISO 8601), from `Retry-After` in seconds or as an HTTP date.

    >>> from verifier.model import Ask, Step
    >>> ask = Ask(source="vip", role="vip.qikan", path="/", key=("x",), step=Step(kind="search"))
    >>> when = "2021-08-01T10:00:00+08:00"
    >>> retry_after(Page(ask=ask, fetched=when, headers=(("Retry-After", "90"),)))
    '2021-08-01T10:01:30+08:00'
    >>> retry_after(Page(ask=ask, fetched=when, headers=(("Retry-After", "Sun, 01 Aug 2021 02:05:00 GMT"),)))
    '2021-08-01T10:05:00+08:00'
    """
    value = header(page, "retry-after").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return _later(page.fetched, int(value[:9]))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(CHINA).isoformat(timespec="seconds")
    except (OverflowError, ValueError):
        return None


def _later(fetched: str, seconds: int) -> str | None:
    try:
        start = datetime.fromisoformat(fetched)
        return (start + timedelta(seconds=min(seconds, _LONGEST_WAIT))).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def page_size(rows: int, total: int | None, number: int, asked: int) -> int | None:
    """Return the size of the pages of a result, None if page `number` holds fewer rows than it should.

    A site may ignore the size that was asked for and keep to one of its own.

    >>> page_size(50, 120, 1, 50), page_size(20, 120, 3, 50), page_size(20, 120, 1, 50), page_size(13, 120, 1, 50)
    (50, 50, 20, None)
    >>> page_size(7, 7, 1, 50), page_size(7, None, 1, 50)
    (7, 7)
    """
    if total is None or (number == 1 and rows >= total):
        return max(rows, 1)
    if rows >= min(asked, total - (number - 1) * asked):
        return asked
    return rows if rows in (10, 20, 50, 100) else None


_NONE_FOUND = re.compile(r"[^。！!；;|]{0,20}(?:未|没有|没|无法)(?:能)?(?:检索|查询|搜索|查找|找|检|搜|查)到[^。！!；;|]{0,30}")


def zero_words(shown: str) -> str:
    """Return the sentence in which a page itself says that it found nothing, "" if it does not.

    >>> zero_words("首页 抱歉，未检索到相关文献。 请修改检索词"), zero_words("共 3 条")
    ('首页 抱歉，未检索到相关文献', '')
    """
    found = _NONE_FOUND.search(shown[:4000])
    return found[0].strip() if found else ""
