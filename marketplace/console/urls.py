"""The console's addresses."""

from django.urls import path

from marketplace.console.views import campaigns, enterprises, home, orders, stock, stops, works

app_name = "console"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("exhibitions/", campaigns.campaigns, name="exhibitions"),
    path("exhibitions/new/", campaigns.new, name="exhibition-new"),
    path("exhibitions/<slug:reference>/", campaigns.campaign, name="exhibition"),
    path("exhibitions/<slug:reference>/edit/", campaigns.edit, name="exhibition-edit"),
    path("exhibitions/<slug:reference>/plan/", campaigns.plan, name="exhibition-plan"),
    path("exhibitions/<slug:reference>/progress/", campaigns.progress, name="exhibition-progress"),
    path("exhibitions/<slug:reference>/stop/", campaigns.stop, name="exhibition-stop"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:reference>/", orders.order, name="order"),
    path("orders/<str:reference>/stop/", stops.confirm, name="order-stop"),
    path("purchases/", orders.purchases, name="purchases"),
    path("purchases/<str:reference>/", orders.purchase, name="purchase"),
    path("purchases/<str:reference>/wake/", orders.wake, name="purchase-wake"),
    path("shortfalls/", orders.shortfalls, name="shortfalls"),
    path("shortfalls/<int:pk>/", orders.shortfall, name="shortfall"),
    path("shortfalls/<int:pk>/fill/", orders.fill_shortfall, name="shortfall-fill"),
    path("shortfalls/<int:pk>/drop/", orders.drop_shortfall, name="shortfall-drop"),
    path("stock/", stock.stocks, name="stocks"),
    path("stock/<str:sku>/", stock.stock, name="stock"),
    path("stock/<str:sku>/look/", stock.look, name="stock-look"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises/<slug:reference>/", enterprises.enterprise, name="enterprise"),
    path("listings/", enterprises.listings, name="listings"),
    path("listings/<slug:reference>/", enterprises.listing, name="listing"),
    path("market-listings/", enterprises.market_listings, name="market-listings"),
    path("plans/", works.plans, name="plans"),
    path("plans/<int:pk>/", works.plan, name="plan"),
    path("plans/<int:pk>/approve/", works.approve_plan, name="plan-approve"),
    path("lanes/", works.lanes, name="lanes"),
    path("lanes/<int:pk>/unpark/", works.unpark_lane, name="lane-unpark"),
    path("outbox/", works.outbox, name="outbox"),
    path("inbox/", works.inbox, name="inbox"),
    path("inbox/<int:pk>/retry/", works.retry_message, name="inbox-retry"),
    path("audit/", works.audit, name="audit"),
]
