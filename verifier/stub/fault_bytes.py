"""Faults in the bytes of an answer: cut, miscoded, relabelled, slow. Each takes the healthy answer and spoils it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace

from verifier.stub import grpcweb
from verifier.stub.wire import Response

_CHARSET = re.compile(r"; *charset=[\w-]+", re.IGNORECASE)
_META = '<meta charset="utf-8">'
_ROW = re.compile(r"<tr>|<dl>|<dd |<li>|<wf-article-item>|<td")
_SLIDER_WORDS = '<div style="position:absolute;top:-9999px"><span>安全验证</span><p>拖动下方拼图完成验证</p></div>'

Spoiler = Callable[[Response], Response]


def is_grpc(response: Response) -> bool:
    """Whether the body is gRPC-web frames."""
    return response.content_type == grpcweb.CONTENT_TYPE


def is_html(response: Response) -> bool:
    """Whether the body is HTML."""
    return response.content_type.startswith("text/html")


def cut_in_row(response: Response) -> Response:
    """F12: the body ends inside its last row; headers agree with the shorter body."""
    body = response.body.decode()
    starts = [match.end() for match in _ROW.finditer(body)]
    at = starts[-1] + 3 if starts else len(body) // 2
    return replace(response, body=body[:at].encode())


def cut_gzip(response: Response) -> Response:
    """F12: compressed, and the stream ends early."""
    packed = gzip.compress(response.body, mtime=0)
    return replace(
        response, body=packed[: len(packed) * 2 // 3], headers=(*response.headers, ("Content-Encoding", "gzip"))
    )


def short_frame(response: Response) -> Response:
    """F12: a gRPC frame shorter than its length says (and at least its length bytes are cut when it is empty)."""
    return replace(response, body=response.body[: max(3, len(response.body) // 2)])


def bad_status(response: Response) -> Response:
    """F12: an empty message and a grpc-status that is not 0."""
    return replace(response, body=grpcweb.reply(b"", b"grpc-status:14\r\ngrpc-message:unavailable\r\n"))


def no_trailer(response: Response) -> Response:
    """F12: the trailer frame is missing."""
    return replace(response, body=response.body[: -len(grpcweb.frame(grpcweb.OK_TRAILER))])


def gb18030_unnamed(response: Response) -> Response:
    """F13: GB18030 and nobody says so."""
    body = response.body.decode().replace(_META, "").encode("gb18030")
    return replace(response, body=body, content_type=_CHARSET.sub("", response.content_type))


def gbk_called_utf8(response: Response) -> Response:
    """F13: GBK (GB18030 where needed) under a header that says UTF-8."""
    return replace(response, body=response.body.decode().encode("gb18030"))


def bom(response: Response) -> Response:
    """F13: UTF-8 with a byte order mark."""
    return replace(response, body=b"\xef\xbb\xbf" + response.body)


def utf16(response: Response) -> Response:
    """F13: UTF-16, as some exports are."""
    return replace(
        response, body=response.body.decode().encode("utf-16"), content_type=_CHARSET.sub("", response.content_type)
    )


def renamed(response: Response) -> Response:
    """F14: other class names, ids and element names; other keys in JSON; other tags in a message."""
    if is_grpc(response):
        fields = [(tag + 100, value) for tag, value in grpcweb.decode(grpcweb.unframe(response.body))]
        return replace(response, body=grpcweb.reply(grpcweb.encode(fields)))
    if not is_html(response):
        return replace(response, body=re.sub(rb'"([\w-]+)":', rb'"\1_v2":', response.body))
    body = re.sub(r'\b(class|id)="([^"]*)"', lambda m: f'{m[1]}="{_prefixed(m[2])}"', response.body.decode())
    return replace(response, body=body.replace("wf-", "wfx-").replace("window.__NUXT__", "window.__APP__").encode())


def _prefixed(names: str) -> str:
    return " ".join(f"v2-{name}" for name in names.split())


def emptied(response: Response) -> Response:
    """F14: the table or list is there and has no rows."""
    if not is_html(response):
        return renamed(response)
    body = response.body.decode()
    for pattern in (
        r"(<tbody>).*(</tbody>)",
        r"(<wf-article-list>).*(</wf-article-list>)",
        r"(<dl>).*(</dl>)",
        r"(<ul>).*(</ul>)",
    ):
        body, done = re.subn(pattern, r"\1\2", body, flags=re.DOTALL)
        if done:
            break
    return replace(response, body=body.encode())


def column_missing(response: Response) -> Response:
    """F14: each table row lacks its third cell."""
    if not is_html(response) or b"<td" not in response.body:
        return renamed(response)
    body = re.sub(r"(<tr>\s*<td.*?</td>\s*<td.*?</td>\s*)<td.*?</td>", r"\1", response.body.decode(), flags=re.DOTALL)
    return replace(response, body=body.encode())


def column_added(response: Response) -> Response:
    """F14: each table row has one more cell at its second place, with a table inside."""
    if not is_html(response) or b"<td" not in response.body:
        return renamed(response)
    nested = '<td class="extra"><table><tr><th>基金</th></tr></table></td>'
    body = re.sub(r"(<tr>\s*<td.*?</td>)", rf"\1{nested}", response.body.decode(), flags=re.DOTALL)
    return replace(response, body=body.encode())


def slider_words(response: Response) -> Response:
    """F6: a healthy page whose DOM holds the slider's words off-screen."""
    if not is_html(response):
        return response
    body = response.body.decode()
    at = body.find("<body>") + 6 if "<body>" in body else 0
    return replace(response, body=f"{body[:at]}{_SLIDER_WORDS}{body[at:]}".encode())


CUTS: tuple[Spoiler, ...] = (cut_in_row, cut_gzip)
GRPC_CUTS: tuple[Spoiler, ...] = (short_frame, bad_status, no_trailer)
CODINGS: tuple[Spoiler, ...] = (gb18030_unnamed, gbk_called_utf8, bom)
EXPORT_CODINGS: tuple[Spoiler, ...] = (utf16, *CODINGS)
LAYOUTS: tuple[Spoiler, ...] = (renamed, emptied, column_missing, column_added)
