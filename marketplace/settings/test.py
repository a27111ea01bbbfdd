"""Tests: real PostgreSQL and Valkey, whose addresses the test run puts in the environment; fixed keys."""

import os
import tempfile

_DEFAULTS = {
    "DATABASE_URL": "postgresql://gachi@127.0.0.1:8054/gachi",
    "REDIS_URL": "redis://127.0.0.1:8063/0",
    "GACHI_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-0123456789",
    "GACHI_SEALING_KEY": "Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHktMDE=",
    "GACHI_SALEOR_URL": "http://127.0.0.1:8010/graphql/",
    "GACHI_SALEOR_ADMIN": "admin@gachi.example.com:admin",
    "GACHI_STRIPE_URL": "http://127.0.0.1:8011",
    "GACHI_STRIPE_JS_URL": "http://127.0.0.1:8011/v3/",
    "GACHI_STRIPE_SECRET_KEY": "sk_test_gachi_demo",
    "GACHI_STRIPE_PUBLISHABLE_KEY": "pk_test_gachi_demo",
    "GACHI_STRIPE_WEBHOOK_SECRET": "whsec_gachi_demo",
    "GACHI_COUPANG_URL": "http://127.0.0.1:8012",
    "GACHI_COUPANG_VENDOR_ID": "A00012345",
    "GACHI_COUPANG_USER_ID": "gachi_wing",
    "GACHI_COUPANG_ACCESS_KEY": "a1b2c3d4-1111-2222-3333-444455556666",
    "GACHI_COUPANG_SECRET_KEY": "0123456789abcdef0123456789abcdef01234567",
    "GACHI_MEDIA_ROOT": tempfile.mkdtemp(prefix="gachi-media-"),
    "GACHI_LOG_LEVEL": "WARNING",
}
for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import DATABASES, GACHI_COUPANG

DEMO = False
SERVE_MEDIA = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # not every test client shall look through all collected files
GACHI_COUPANG = {
    **GACHI_COUPANG,
    "settle_seconds": 0,
    "read_back_seconds": 0,
    "lookup_seconds": 0,
    "delivered_seconds": 0,
    "calls_per_second": 1000,
    "backoff_seconds": 1,
}
# A live server's threads would keep their connections, and the test database could not be dropped.
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 0}}
