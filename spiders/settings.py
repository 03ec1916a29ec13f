"""Scrapy's settings for every crawl. What the exchange does itself (cookies, redirects, retries, unpacking) is off here.

Pace is kept by `verifier.retrieval.pace`, shared with the single look-ups, so Scrapy delays nothing by itself.
"""

BOT_NAME = "output-verifier"
USER_AGENT = "output-verifier/0.1 (research-output verification; contact: the operating institution)"
SPIDER_MODULES = [f"spiders.{name}" for name in ("nppa", "cnki", "wanfang", "vip", "crossref", "openalex", "doaj", "issn", "nstl", "ncpssd")]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# politeness
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # spiders name their slot: one per source, since stubs share one address
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False

# bounds
DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DNS_TIMEOUT = 10

# nobody else gets in, nothing else goes out
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPPROXY_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}

# the exchange's own business
COOKIES_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
COMPRESSION_ENABLED = False
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS: dict[str, str] = {}

# both would store pages by pickle
HTTPCACHE_ENABLED = False
JOBDIR = None

DOWNLOADER_STATS = False
LOGSTATS_INTERVAL = 0
LOG_INSTALL_ROOT_HANDLER = False  # __main__ sets up logging: it is the door
