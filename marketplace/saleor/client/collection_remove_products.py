from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CollectionRemoveProducts(BaseModel):
    collection_remove_products: Optional[
        "CollectionRemoveProductsCollectionRemoveProducts"
    ] = Field(alias="collectionRemoveProducts")


class CollectionRemoveProductsCollectionRemoveProducts(BaseModel):
    errors: list["CollectionRemoveProductsCollectionRemoveProductsErrors"]


class CollectionRemoveProductsCollectionRemoveProductsErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CollectionRemoveProducts.model_rebuild()
CollectionRemoveProductsCollectionRemoveProducts.model_rebuild()
