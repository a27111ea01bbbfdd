"""Every address of the web process."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve

from marketplace.core import languages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("marketplace.core.urls")),
    path("", include("marketplace.storefront.urls")),
    path("portal/", include("vendors.portal.urls")),
    path("console/", include("marketplace.console.urls")),
    path("till/", include("campaigns.till.urls")),
    path("styleguide/", include("marketplace.look.urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", languages.choose, name="set_language"),
]

if settings.SERVE_MEDIA:  # behind a web server of its own, production lets that one serve pictures
    urlpatterns.append(path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}))
