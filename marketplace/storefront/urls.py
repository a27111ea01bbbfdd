"""The shop's addresses."""

from django.urls import path

from marketplace.storefront.views import basket, browse, checkout, words

app_name = "storefront"

urlpatterns = [
    path("", browse.home, name="home"),
    path("goods/", browse.goods, name="goods"),
    path("goods/<slug:slug>/", browse.goods, name="category"),
    path("search/", browse.find, name="search"),
    path("product/<slug:reference>/", browse.product, name="product"),
    path("makers/", browse.makers, name="makers"),
    path("makers/<slug:reference>/", browse.maker, name="maker"),
    path("exhibitions/", browse.exhibitions, name="exhibitions"),
    path("exhibitions/<slug:reference>/", browse.exhibition, name="exhibition"),
    path("basket/", basket.show, name="basket"),
    path("basket/add/", basket.add, name="basket-add"),
    path("basket/change/", basket.change, name="basket-change"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("pay/<str:token>/", checkout.pay, name="pay"),
    path("pay/<str:token>/stage/", checkout.stage, name="stage"),
    path("pay/<str:token>/back/", checkout.paid, name="paid"),
    path("pay/<str:token>/leave/", checkout.leave, name="leave"),
    path("orders/<str:token>/", checkout.order, name="order"),
    path("terms/", words.terms, name="terms"),
    path("privacy/", words.privacy, name="privacy"),
    path("returns/", words.returns, name="returns"),
]
