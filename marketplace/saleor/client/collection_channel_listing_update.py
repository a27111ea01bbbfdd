from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CollectionChannelListingUpdate(BaseModel):
    collection_channel_listing_update: Optional[
        "CollectionChannelListingUpdateCollectionChannelListingUpdate"
    ] = Field(alias="collectionChannelListingUpdate")


class CollectionChannelListingUpdateCollectionChannelListingUpdate(BaseModel):
    errors: list["CollectionChannelListingUpdateCollectionChannelListingUpdateErrors"]


class CollectionChannelListingUpdateCollectionChannelListingUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CollectionChannelListingUpdate.model_rebuild()
CollectionChannelListingUpdateCollectionChannelListingUpdate.model_rebuild()
