from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "marketplace.purchases"
    label = "purchases"
