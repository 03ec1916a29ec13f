"""Django's settings: closed by default, everything that differs between runs comes from `run.current()`."""

from __future__ import annotations

import os
from pathlib import Path

from verifier import logs
from verifier.portal import run

RUN = run.current()
HERE = Path(__file__).parent

DEBUG = False
SECRET_KEY = run.secret(RUN.folder)
ALLOWED_HOSTS = list(RUN.hosts)
DATABASES = {"default": run.database(os.environ.get("DATABASE_URL", ""), RUN.folder)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "verifier.portal.apps.Portal",
]
MIDDLEWARE = [
    "verifier.portal.middleware.logged",
    "verifier.portal.proxies.direct",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "verifier.portal.middleware.language",
    "verifier.portal.middleware.presence",
    "verifier.portal.middleware.private",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "verifier.portal.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "verifier.portal.menu.menu",
            ],
            "builtins": ["verifier.portal.templatetags.portal"],
        },
    }
]

# ---------------------------------------------------------------- who comes in

AUTH_USER_MODEL = "portal.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "verifier.portal.proxies.counted_by"  # never a header that a visitor may have written
AXES_LOCKOUT_CALLABLE = "verifier.portal.views.account.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # its lines name who failed
AXES_DISABLE_ACCESS_LOG = True

# ---------------------------------------------------------------- what a browser may do

SESSION_COOKIE_AGE = 30 * 60  # idle, see middleware.presence
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = RUN.https
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "portal", "portal_csrf"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "verifier.portal.access.csrf_failed"
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by machines beside it, which speak no TLS
SECURE_HSTS_SECONDS = 31_536_000 if RUN.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if RUN.https else None
X_FRAME_OPTIONS = "DENY"
_NONE, _SELF = ["'none'"], ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _NONE, "script-src": _SELF, "style-src": _SELF, "img-src": ["'self'", "data:"], "font-src": _SELF,
        "connect-src": _SELF, "form-action": _SELF, "frame-src": _SELF, "frame-ancestors": _NONE, "base-uri": _NONE,
        "object-src": _NONE,
    }
}  # fmt: skip

# ---------------------------------------------------------------- sizes

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(RUN.folder)
FILE_UPLOAD_PERMISSIONS = 0o600

# ---------------------------------------------------------------- language, time, static files

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "verifier.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "verifier.portal.middleware": {"level": "INFO" if os.environ.get(logs.VARIABLE) == "json" else "WARNING"},
    },
}
