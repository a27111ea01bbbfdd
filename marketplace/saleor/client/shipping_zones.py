from typing import Annotated, Optional

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class ShippingZones(BaseModel):
    shipping_zones: Optional["ShippingZonesShippingZones"] = Field(
        alias="shippingZones"
    )


class ShippingZonesShippingZones(BaseModel):
    edges: list["ShippingZonesShippingZonesEdges"]


class ShippingZonesShippingZonesEdges(BaseModel):
    node: "ShippingZonesShippingZonesEdgesNode"


class ShippingZonesShippingZonesEdgesNode(BaseModel):
    id: str
    name: str
    countries: list["ShippingZonesShippingZonesEdgesNodeCountries"]
    channels: list["ShippingZonesShippingZonesEdgesNodeChannels"]
    warehouses: list["ShippingZonesShippingZonesEdgesNodeWarehouses"]
    shipping_methods: Optional[
        list["ShippingZonesShippingZonesEdgesNodeShippingMethods"]
    ] = Field(alias="shippingMethods")


class ShippingZonesShippingZonesEdgesNodeCountries(BaseModel):
    code: str


class ShippingZonesShippingZonesEdgesNodeChannels(BaseModel):
    id: str


class ShippingZonesShippingZonesEdgesNodeWarehouses(BaseModel):
    id: str


class ShippingZonesShippingZonesEdgesNodeShippingMethods(BaseModel):
    id: str
    name: str
    channel_listings: Optional[
        list["ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListings"]
    ] = Field(alias="channelListings")


class ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListings(BaseModel):
    channel: "ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListingsChannel"
    price: Optional[
        "ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListingsPrice"
    ]


class ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListingsChannel(
    BaseModel
):
    id: str


class ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListingsPrice(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


ShippingZones.model_rebuild()
ShippingZonesShippingZones.model_rebuild()
ShippingZonesShippingZonesEdges.model_rebuild()
ShippingZonesShippingZonesEdgesNode.model_rebuild()
ShippingZonesShippingZonesEdgesNodeShippingMethods.model_rebuild()
ShippingZonesShippingZonesEdgesNodeShippingMethodsChannelListings.model_rebuild()
