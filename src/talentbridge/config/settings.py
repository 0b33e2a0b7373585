"""Settings. Everything a deployment may change comes from the environment; everything else is code."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from talentbridge.config import database

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "talentbridge"
DATA = database.data_directory()

DEMO = os.environ.get("TALENTBRIDGE_DEMO", "") == "1"
DEBUG = False
HOSTS = os.environ.get("TALENTBRIDGE_HOSTS", "127.0.0.1,localhost").split(",")
ALLOWED_HOSTS = HOSTS
SECRET_KEY = os.environ.get("TALENTBRIDGE_SECRET_KEY") or database.kept_secret(DATA, "secret-key")
SITE_URL = os.environ.get("TALENTBRIDGE_URL", "http://127.0.0.1:8000")
TIMESTAMP_URL = os.environ.get(
    "TALENTBRIDGE_TSA_URL", ""
)  # RFC 3161; empty: our own clock dates a contract's seal
TIMESTAMP_ROOTS = [
    path for path in os.environ.get("TALENTBRIDGE_TSA_ROOTS", "").split(":") if path
]  # PEM files

# Bank details are encrypted with this; money lies with a custodian: the sandbox, or a bank that exchanges files.
VAULT_KEY = os.environ.get("TALENTBRIDGE_VAULT_KEY") or database.kept_secret(DATA, "vault-key")
CUSTODIAN = os.environ.get("TALENTBRIDGE_CUSTODIAN", "sandbox")  # or "files": DATA/custody/in and out
CUSTODY_ACCOUNT = {
    "holder": os.environ.get("TALENTBRIDGE_CUSTODY_HOLDER", ""),
    "number": os.environ.get("TALENTBRIDGE_CUSTODY_NUMBER", ""),
    "bank_name": os.environ.get("TALENTBRIDGE_CUSTODY_BANK", ""),
    "bank_code": os.environ.get("TALENTBRIDGE_CUSTODY_BIC", ""),
    "country": "KR",
}

# Rates of exchange are fetched by a daily job from the sources named here ("ecb", "eximbank"); none by default.
FX_SOURCES = [name for name in os.environ.get("TALENTBRIDGE_FX_SOURCES", "").split(",") if name]
FX_ECB_URL = os.environ.get(
    "TALENTBRIDGE_FX_ECB_URL", "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
)
FX_EXIMBANK_URL = os.environ.get(
    "TALENTBRIDGE_FX_EXIMBANK_URL", "https://oapi.koreaexim.go.kr/site/program/financial/exchangeJSON"
)
FX_EXIMBANK_KEY = os.environ.get("TALENTBRIDGE_FX_EXIMBANK_KEY", "")

# Matching keeps everybody in this process (0), or in so many parts on the Ray cluster at this address: docs/scaling.md.
SHARDS = int(os.environ.get("TALENTBRIDGE_SHARDS") or 0)
# A language model that may draft texts of tasks; off without both. Company data goes there, click by click.
DRAFTING_URL = os.environ.get(
    "TALENTBRIDGE_DRAFTING_URL", ""
)  # base of an OpenAI-compatible API: https://host/v1
DRAFTING_MODEL = os.environ.get("TALENTBRIDGE_DRAFTING_MODEL", "")
DRAFTING_KEY = os.environ.get("TALENTBRIDGE_DRAFTING_KEY", "")
DRAFTING_TIMEOUT = float(os.environ.get("TALENTBRIDGE_DRAFTING_TIMEOUT") or 30)  # seconds
RAY_ADDRESS = os.environ.get("RAY_ADDRESS", "127.0.0.1:6379")

BRIDGE_APPS = [
    "kernel", "audit", "accounts", "policy", "designer", "skills", "talent", "demand", "contracts", "ledger", "escrow",
    "reputation", "matching", "engagements", "coordination", "operations",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *[f"talentbridge.{app}" for app in BRIDGE_APPS],  # before allauth, whose templates some of ours replace
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",  # serves the script of the API page itself, instead of a network of others
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "talentbridge.kernel.headers.ContentPolicy",
    "talentbridge.kernel.headers.RefusesZeroBytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "talentbridge.accounts.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "talentbridge.accounts.middleware.KeepsWhatWasTyped",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "talentbridge.accounts.middleware.KnowsTheActor",
    "talentbridge.kernel.pages.TellsWhyNot",
    "talentbridge.skills.web.current.ReadsTheCurrentGraph",
]

ROOT_URLCONF = "talentbridge.config.urls"
ASGI_APPLICATION = "talentbridge.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "talentbridge.config.navigation.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "talentbridge.kernel.templatetags.bridge",
                "talentbridge.kernel.templatetags.asking",
                "talentbridge.designer.web.answers",
                "talentbridge.policy.web.cards",
            ],
        },
    }
]
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATABASES = {"default": database.settings(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "operations:start"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

EMAIL_BACKEND = os.environ.get(
    "TALENTBRIDGE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = os.environ.get(
    "TALENTBRIDGE_FROM_EMAIL", "K-Digital Talent Bridge <no-reply@bridge.example>"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TALENTBRIDGE_LOG", "WARNING")},
}

from talentbridge.config.allauth_settings import *  # noqa: E402, F403
