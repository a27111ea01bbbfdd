"""The web process: shop, portal, console."""

import os

from django.core.wsgi import get_wsgi_application

from marketplace import tracing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")
tracing.start("web")
application = get_wsgi_application()
