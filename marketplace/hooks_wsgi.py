"""The hooks process: where Saleor, Stripe and the markets call us.

A process of its own, so that a payment webhook is answered while every shopper's thread waits on Saleor. It serves no
page and never calls Saleor inside a request.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from marketplace import tracing

settings.ROOT_URLCONF = "marketplace.webhooks.urls"
settings.MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "marketplace.core.middleware.RequestIds"]
tracing.start("hooks")
application = get_wsgi_application()
