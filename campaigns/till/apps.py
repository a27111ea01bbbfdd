from django.apps import AppConfig


class TillConfig(AppConfig):
    name = "campaigns.till"
    label = "till"
