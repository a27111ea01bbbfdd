from django.apps import AppConfig


class SaleorConfig(AppConfig):
    name = "marketplace.saleor"
    label = "saleor"
