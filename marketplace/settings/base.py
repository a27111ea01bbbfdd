"""What all environments share."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from marketplace import logs
from marketplace.settings import env

ENV = env.read()
ROOT = Path(__file__).resolve().parents[2]

DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.public_url]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "marketplace.core",
    "marketplace.look",
    "marketplace.saleor",
    "marketplace.inventory",
    "marketplace.payments",
    "marketplace.channels",
    "vendors",
    "campaigns",
    "marketplace.purchases",
    "marketplace.storefront",
    "marketplace.console",
    "marketplace.webhooks",
    "marketplace.health",
    "vendors.portal",
    "campaigns.till",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.core.middleware.RequestIds",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.storefront.middleware.BasketCount",
    "marketplace.core.middleware.Addresses",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.look.context.shop",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {"default": dict(ENV.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}}

AUTH_USER_MODEL = "core.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.public_url.startswith("https:")
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # an exhibition of 300 items is one form

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("한국어")), ("en", _("영어"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "gachi_language"
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "static-collected"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for the others, and each would be compressed as well
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.media_root

# Stripe.js and its frames come from Stripe; everything else from here. No inline scripts, no inline styles.
_stripe_origins = sorted({f"{urlsplit(u).scheme}://{urlsplit(u).netloc}" for u in (ENV.stripe_js_url, ENV.stripe_url)})
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, *_stripe_origins],
        "frame-src": [*_stripe_origins, "https://hooks.stripe.com"],
        "connect-src": [SELF, *_stripe_origins],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING_CONFIG = None
logs.configure(level=ENV.log_level)

# Gachi's own settings: other modules read these names, never the environment.
GACHI_PUBLIC_URL = ENV.public_url
GACHI_HOOKS_URL = ENV.hooks_url
GACHI_SEALING_KEYS = ENV.sealing_keys
GACHI_DELIVERY_FEE = ENV.delivery_fee
GACHI_HOLD_MINUTES = 15
GACHI_SALEOR_URL = ENV.saleor_url
# How Saleor names itself in what it sends, where we reach it by another address. Empty: the same.
GACHI_SALEOR_API_URL = ENV.saleor_api_url
GACHI_SALEOR_ADMIN = ENV.saleor_admin
GACHI_STRIPE = {
    "url": ENV.stripe_url,
    "js_url": ENV.stripe_js_url,
    "secret_key": ENV.stripe_secret_key,
    "publishable_key": ENV.stripe_publishable_key,
    "webhook_secret": ENV.stripe_webhook_secret,
}
GACHI_COUPANG = {
    "url": ENV.coupang_url,
    "vendor_id": ENV.coupang_vendor_id,
    "user_id": ENV.coupang_user_id,
    "access_key": ENV.coupang_access_key,
    "secret_key": ENV.coupang_secret_key,
    # A quantity lowered there is believed only after this long (reference coupang.md §9.4 gives no figure).
    "settle_seconds": 60,
    # What was written is read once more this much later.
    "read_back_seconds": 60,
    # A create whose answer was lost is looked up by its SKU, which finds it from a minute on (§4.2).
    "lookup_seconds": 75,
    # How often the list of parcels that have arrived is read.
    "delivered_seconds": 600,
    # All processes together; above 10 the market blocks us (§9.2).
    "calls_per_second": 5,
    # After a 429 nobody calls for this long.
    "backoff_seconds": 60,
}
GACHI_OPERATOR = {
    "name": "서울특별시 사회적경제지원센터",
    "name_en": "Seoul Social Economy Support Centre",
    "representative": "가상대표00",
    "address": "(08274) 서울특별시 구로구 개봉로23길 10",
    "address_en": "10, Gaebong-ro 23-gil, Guro-gu, Seoul 08274",
    "phone": "02-0000-0100",
    "email": "hello@gachi.example.com",
    "business_number": "000-82-00015",
    "mail_order_number": "제2026-서울구로-99000호",
    "hosting": "Gachi",
}

DEFAULT_FROM_EMAIL = ENV.email["from"] or f"가치 <{GACHI_OPERATOR['email']}>"
EMAIL_HOST = ENV.email["host"] or "localhost"
EMAIL_PORT = ENV.email["port"]
EMAIL_HOST_USER = ENV.email["user"]
EMAIL_HOST_PASSWORD = ENV.email["password"]
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = bool(ENV.email["host"]) and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10

GACHI_METRICS_TOKEN = ENV.metrics_token
GACHI_PULSE_FILE = ENV.pulse_file
GACHI_TRACES_URL = ENV.traces_url

CELERY_BROKER_URL = ENV.redis_url
