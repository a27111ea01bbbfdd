from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CollectionUpdate(BaseModel):
    collection_update: Optional["CollectionUpdateCollectionUpdate"] = Field(
        alias="collectionUpdate"
    )


class CollectionUpdateCollectionUpdate(BaseModel):
    collection: Optional["CollectionUpdateCollectionUpdateCollection"]
    errors: list["CollectionUpdateCollectionUpdateErrors"]


class CollectionUpdateCollectionUpdateCollection(BaseModel):
    id: str


class CollectionUpdateCollectionUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CollectionUpdate.model_rebuild()
CollectionUpdateCollectionUpdate.model_rebuild()
