"""What Scrapy would do by itself and must not, and what it must."""

from __future__ import annotations

from pathlib import Path

from spiders.process import scrapy_settings
from spiders.run import SPIDERS
from verifier.settings import Settings

GIVEN = Settings(data="/nowhere", timeout=7.0, page_limit=12345, user_agent="tester/1 (contact)")


def test_nobody_gets_in_and_nothing_is_pickled() -> None:
    settings = scrapy_settings(GIVEN)
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPCACHE_ENABLED", "HTTPPROXY_ENABLED", "AUTOTHROTTLE_ENABLED"):
        assert not settings.getbool(name), name
    assert settings.get("JOBDIR") is None


def test_manners_and_bounds_are_set() -> None:
    settings = scrapy_settings(GIVEN)
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 7.0
    assert settings.getint("DOWNLOAD_MAXSIZE") == 12345
    assert settings.get("USER_AGENT") == "tester/1 (contact)"


def test_the_exchange_s_own_business_is_left_to_it() -> None:
    settings = scrapy_settings(GIVEN)
    for name in ("COOKIES_ENABLED", "REDIRECT_ENABLED", "METAREFRESH_ENABLED", "RETRY_ENABLED", "COMPRESSION_ENABLED", "REFERER_ENABLED"):
        assert not settings.getbool(name), name


def test_only_the_web_is_fetched() -> None:
    handlers = scrapy_settings(GIVEN).getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_each_spider_is_a_file_of_its_name() -> None:
    folder = Path(__file__).parents[2] / "spiders"
    assert len({spider.name for spider in SPIDERS}) == len(SPIDERS)
    assert all((folder / f"{spider.name}.py").exists() for spider in SPIDERS)
    assert [f"spiders.{spider.name}" for spider in SPIDERS] == scrapy_settings(GIVEN).getlist("SPIDER_MODULES")


def test_a_spider_has_no_settings_and_no_hosts_of_its_own() -> None:
    for spider in SPIDERS:
        assert set(vars(spider)) <= {"name", "__module__", "__doc__", "__abstractmethods__", "_abc_impl", "__firstlineno__"}, spider
