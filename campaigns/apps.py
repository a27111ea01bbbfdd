from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from campaigns import lanes, orders, planning, saleor_orders
        from campaigns.markets import applying
        from campaigns.popups import saleor_side

        applying.register()
        lanes.register()
        orders.register()
        saleor_orders.register()
        planning.register()
        saleor_side.register()
