"""What a door reads once and passes down: hosts by role, the data folder, paces and bounds.

A setting is a key of `verifier.toml` (or of the file named by `--settings`); an unknown key stops the program and says where.
The default knows no real host: without `--catalogue`, `--stub` or an authorised settings file the packaged catalogue is served
by stubs of our own and everything is marked 演示数据.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from pathlib import Path

import msgspec

from verifier.errors import BadValue

STUB_HOSTS = {
    "nppa": "/nppa",
    "cnki.kns": "/cnki/kns",
    "cnki.navi": "/cnki/navi",
    "cnki.wap": "/cnki/wap",
    "cnki.export": "/cnki/export",
    "wanfang.search": "/wanfang/s",
    "wanfang.detail": "/wanfang/d",
    "wanfang.sns": "/wanfang/sns",
    "wanfang.journal": "/wanfang/c",
    "wanfang.api": "/wanfang/api",
    "vip.qikan": "/vip/qikan",
    "vip.www": "/vip/www",
    "crossref": "/crossref",
    "crossref.doi": "/crossref/doi",
    "openalex": "/openalex",
    "doaj": "/doaj",
    "issn": "/issn",
    "nstl": "/nstl",
}
"""Host role -> the path below a stub's base URL that plays this host."""


class Pace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Politeness towards one source: seconds from start to start, requests a day (0 = no limit), seconds a lease lasts."""

    interval: float = 6.0
    daily: int = 300
    lease: float = 120.0


LIVE_PACES = {
    "nppa": Pace(interval=30.0, daily=100),
    "cnki": Pace(interval=30.0, daily=300),
    "wanfang": Pace(interval=6.0, daily=1000),
    "vip": Pace(interval=6.0, daily=1000),
    "crossref": Pace(interval=1.0, daily=0),
    "openalex": Pace(interval=1.0, daily=1000),
    "doaj": Pace(interval=1.0, daily=0),
    "issn": Pace(interval=1.0, daily=0),
    "nstl": Pace(interval=6.0, daily=500),
    "ncpssd": Pace(interval=6.0, daily=500),
}
STUB_PACE = Pace(interval=0.0, daily=0, lease=60.0)


class Cluster(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The files by which this machine and a cluster's scheduler know each other: authority, certificate, key (PEM)."""

    ca: str
    cert: str
    key: str


class Portal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the portal is told of the house it stands in: the addresses of its proxies, and the file that holds the token of `/metrics`."""

    proxies: tuple[str, ...] = ()
    metrics_token: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a run may be told from outside; times in seconds, sizes in bytes.

    `realm` keeps worlds apart that must never answer for each other: `live`, or `demo-` and a digest of what the stubs serve.
    """

    data: str
    hosts: dict[str, str] = {}
    paces: dict[str, Pace] = {}
    i_am_authorised: str = ""
    timeout: float = 20.0
    page_limit: int = 8 * 1024 * 1024
    user_agent: str = "output-verifier/0.1 (research-output verification; contact: the operating institution)"
    offline: bool = False
    realm: str = "live"
    cluster: Cluster | None = None
    portal: Portal | None = None

    def pace(self, source: str) -> Pace:
        """Return the pace of a source: as set, else none for a stub on loopback, else the polite default."""
        if source in self.paces:
            return self.paces[source]
        return STUB_PACE if self.is_stub(source) else LIVE_PACES.get(source, Pace())

    def is_stub(self, source: str) -> bool:
        """Say whether every host of a source lies on loopback."""
        mine = [url for role, url in self.hosts.items() if role.split(".")[0] == source]
        return bool(mine) and all(_loopback(url) for url in mine)


def _loopback(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "http://localhost:", "http://[::1]:"))


def stub_hosts(base: str) -> dict[str, str]:
    """Return the hosts of all sources as one stub server at `base` plays them."""
    return {role: base.rstrip("/") + path for role, path in STUB_HOSTS.items()}


def data_folder(given: str | None = None) -> Path:
    """Return the one folder of all state: `given` (`--data`), else VERIFIER_DATA, else the user's data folder."""
    from platformdirs import user_data_path  # late: --help needs no data folder

    chosen = given or os.environ.get("VERIFIER_DATA")
    return Path(chosen) if chosen else user_data_path("output-verifier")


def load(file: Path | None, data: str | None = None) -> Settings:
    """Read a settings file (TOML); none gives the defaults. Raises BadValue naming file and key."""
    raw: dict[str, object] = {}
    if file is not None:
        try:
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadValue(
                f"设置文件 {file} 无法读取：{error}。请检查路径和格式后重试。",
                f"The settings file {file} cannot be read: {error}. Check its path and format, then try again.",
            ) from None
    raw["data"] = str(data_folder(data or _text(raw.get("data"))))
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise BadValue(
            f"设置文件 {file} 有误：{error}。请按 docs/settings.md 改正该键后重试。",
            f"The settings file {file} is wrong: {error}. Correct that key as docs/settings.md says, then try again.",
        ) from None
    _demand_acknowledgement(settings, file)
    _demand_networks(settings, file)
    return settings


def networks(told: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Return addresses and networks (`10.0.0.2`, `10.0.0.0/24`) as such. Raises ValueError."""
    return tuple(ipaddress.ip_network(one) for one in told)


def _demand_networks(settings: Settings, file: Path | None) -> None:
    try:
        networks(settings.portal.proxies if settings.portal else ())
    except ValueError as error:
        raise BadValue(
            f"设置文件 {file} 中 [portal] proxies 有误：{error}。请写代理的 IP 地址或网段，如 10.0.0.2、10.0.0.0/24。",
            f"[portal] proxies in the settings file {file} is wrong: {error}. Give addresses or networks, e.g. 10.0.0.0/24.",
        ) from None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _demand_acknowledgement(settings: Settings, file: Path | None) -> None:
    real = sorted(url for url in settings.hosts.values() if not _loopback(url))
    if real and not settings.i_am_authorised:
        raise BadValue(
            f"设置文件 {file} 指向真实站点 {real[0]}，但未写明 i_am_authorised。请由有权单位写明授权依据后再用。",
            f"The settings file {file} points to the real site {real[0]} without i_am_authorised. "
            "State there who is authorised and on what ground, then try again.",
        )
