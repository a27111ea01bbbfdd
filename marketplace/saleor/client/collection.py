from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Collection(BaseModel):
    collection: Optional["CollectionCollection"]


class CollectionCollection(BaseModel):
    id: str
    name: str
    metafield: Optional[str]
    channel_listings: Optional[list["CollectionCollectionChannelListings"]] = Field(
        alias="channelListings"
    )
    products: Optional["CollectionCollectionProducts"]


class CollectionCollectionChannelListings(BaseModel):
    channel: "CollectionCollectionChannelListingsChannel"
    is_published: bool = Field(alias="isPublished")


class CollectionCollectionChannelListingsChannel(BaseModel):
    id: str


class CollectionCollectionProducts(BaseModel):
    edges: list["CollectionCollectionProductsEdges"]
    page_info: "CollectionCollectionProductsPageInfo" = Field(alias="pageInfo")


class CollectionCollectionProductsEdges(BaseModel):
    node: "CollectionCollectionProductsEdgesNode"


class CollectionCollectionProductsEdgesNode(BaseModel):
    id: str
    external_reference: Optional[str] = Field(alias="externalReference")


class CollectionCollectionProductsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


Collection.model_rebuild()
CollectionCollection.model_rebuild()
CollectionCollectionChannelListings.model_rebuild()
CollectionCollectionProducts.model_rebuild()
CollectionCollectionProductsEdges.model_rebuild()
