from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CollectionCreate(BaseModel):
    collection_create: Optional["CollectionCreateCollectionCreate"] = Field(
        alias="collectionCreate"
    )


class CollectionCreateCollectionCreate(BaseModel):
    collection: Optional["CollectionCreateCollectionCreateCollection"]
    errors: list["CollectionCreateCollectionCreateErrors"]


class CollectionCreateCollectionCreateCollection(BaseModel):
    id: str


class CollectionCreateCollectionCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CollectionCreate.model_rebuild()
CollectionCreateCollectionCreate.model_rebuild()
