"""The vendors' addresses: all beneath the enterprise's own."""

from django.urls import path

from vendors.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.choose, name="home"),
    path("<slug:enterprise>/", views.today, name="today"),
    path("<slug:enterprise>/listings/", views.listings, name="listings"),
    path("<slug:enterprise>/listings/<slug:reference>/", views.listing, name="listing"),
    path("<slug:enterprise>/listings/<slug:reference>/state/", views.listing_state, name="listing-state"),
    path("<slug:enterprise>/listings/<slug:reference>/pictures/", views.add_picture, name="listing-picture"),
    path(
        "<slug:enterprise>/listings/<slug:reference>/pictures/<int:position>/",
        views.drop_picture,
        name="listing-picture-drop",
    ),
    path("<slug:enterprise>/stock/<str:sku>/", views.stock, name="stock"),
    path("<slug:enterprise>/stock/<str:sku>/change/", views.change_stock, name="stock-change"),
    path("<slug:enterprise>/stock/<str:sku>/count/", views.count_stock, name="stock-count"),
    path("<slug:enterprise>/orders/", views.orders, name="orders"),
    path("<slug:enterprise>/orders/<str:reference>/", views.order, name="order"),
    path("<slug:enterprise>/orders/<str:reference>/acknowledge/", views.acknowledge, name="order-acknowledge"),
    path("<slug:enterprise>/orders/<str:reference>/ship/", views.ship, name="order-ship"),
    path("<slug:enterprise>/orders/<str:reference>/tracking/<int:pk>/", views.tracking, name="order-tracking"),
]
