from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "vendors.portal"
    label = "portal"
