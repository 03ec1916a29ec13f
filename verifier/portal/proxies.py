"""Who asks, behind a proxy: the rightmost address of X-Forwarded-For that is no proxy of ours, and only where a proxy of ours says so.

Whoever talks to the portal may write any header. Without trusted proxies in the settings (`[portal] proxies`) the address is that of the
connection; with them the list is read from its end, for a proxy appends whom it heard and a visitor can only write what stands before.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse

from verifier.settings import networks

PEER, FORWARDED = "VERIFIER_PEER", "VERIFIER_FORWARDED"
"""In `request.META`: the address of the connection, and whether anybody claims to have passed the request on."""
HOPS = 20
"""So many addresses are looked at, from the end."""


def asker(peer: str, forwarded: str, trusted: Iterable[str]) -> str:
    """Return the address to count by.

    >>> asker("10.0.0.2", "6.6.6.6, 203.0.113.9", ["10.0.0.0/24"])
    '203.0.113.9'
    >>> asker("203.0.113.9", "6.6.6.6", ["10.0.0.0/24"]), asker("10.0.0.2", "6.6.6.6", [])
    ('203.0.113.9', '10.0.0.2')
    """
    ours, found = networks(tuple(trusted)), peer
    for told in reversed(forwarded.rsplit(",", HOPS)[-HOPS:] if forwarded else []):
        if not _is_ours(found, ours):
            break
        address = _address(told)
        if address is None:
            break
        found = str(address)
    return found


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_ours(text: str, ours: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in ours)


def is_loopback(text: str) -> bool:
    """Say whether an address is this machine's own."""
    address = _address(text)
    return address is not None and address.is_loopback


def counted_by(request: HttpRequest) -> str:
    """Return the address by which failed logins are counted: what `direct` found."""
    return str(request.META.get("REMOTE_ADDR", ""))


def direct(following: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Put the address to count by into REMOTE_ADDR, before anything counts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        peer, told = str(request.META.get("REMOTE_ADDR", "")), str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        settings = django_settings.RUN.settings
        trusted = settings.portal.proxies if settings and settings.portal else ()
        request.META[PEER], request.META[FORWARDED] = peer, bool(told or request.META.get("HTTP_FORWARDED"))
        request.META["REMOTE_ADDR"] = asker(peer, told, trusted)
        return following(request)

    return middleware
