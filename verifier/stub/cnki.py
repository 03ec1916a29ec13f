"""CNKI: the hosts kns, navi, wap and export with their pages."""

from __future__ import annotations

from verifier.stub import cnki_detail, cnki_navi, cnki_search, cnki_wap
from verifier.stub.wire import Host, route

_EXPORT = route("POST", r"/dm8?/API/(?:GetExport|ShowExport)", "export", cnki_detail.export)
_ISSUE = r"(?P<code>[a-z0-9]{2,8}?)(?P<year>(?:19|20)\d\d)(?P<issue>[0-9sz]\d)"

HOSTS = (
    Host(
        "cnki",
        "/cnki/kns",
        (
            route("GET", r"/|/starter|/kns8s/(?:defaultresult/index|search|AdvSearch)?", "", cnki_search.index_page),
            route("POST", r"/kns8s/brief/grid", "search", cnki_search.grid),
            route("GET", r"/kcms2/article/abstract", "detail", cnki_detail.by_token),
            route("GET", r"/kcms/detail/detail\.aspx", "detail", cnki_detail.by_name),
            _EXPORT,
        ),
    ),
    Host(
        "cnki",
        "/cnki/navi",
        (
            route("GET", r"/|/knavi/?(?:journals/index)?", "", cnki_navi.home),
            route("POST", r"/knavi/(?:all|journals)/searchbaseinfo", "journal", cnki_navi.search),
            route("GET", r"/knavi/detail|/knavi/journals/(?P<code>[a-z0-9]{1,12})/detail", "journal", cnki_navi.detail),
            route("*", r"/knavi/journals/(?P<code>[a-z0-9]{1,12})/yearList", "toc", cnki_navi.year_list),
            route("POST", r"/knavi/journals/(?P<code>[a-z0-9]{1,12})/papers", "toc", cnki_navi.papers),
        ),
    ),
    Host(
        "cnki",
        "/cnki/wap",
        (
            route("GET", rf"(?:/touch/web)?/Journal/List/{_ISSUE}\.html", "toc", cnki_wap.contents),
            route("GET", r"(?:/touch/web)?/Journal/YearPeriod/(?P<code>[a-z0-9]{1,12})\.html", "toc", cnki_wap.years),
            route(
                "GET", r"(?:/touch/web)?/Journal/Index/(?P<code>[a-z0-9]{1,12})\.html", "journal", cnki_wap.journal_page
            ),
            route(
                "GET",
                r"(?:/touch/web)?/(?P<folder>Journal|Conference|Dissertation)/Article/(?P<id>[^/]{1,80})\.html",
                "detail",
                cnki_wap.article,
            ),
        ),
    ),
    Host("cnki", "/cnki/export", (_EXPORT,)),
)
