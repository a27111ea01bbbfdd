from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CollectionAddProducts(BaseModel):
    collection_add_products: Optional["CollectionAddProductsCollectionAddProducts"] = (
        Field(alias="collectionAddProducts")
    )


class CollectionAddProductsCollectionAddProducts(BaseModel):
    errors: list["CollectionAddProductsCollectionAddProductsErrors"]


class CollectionAddProductsCollectionAddProductsErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CollectionAddProducts.model_rebuild()
CollectionAddProductsCollectionAddProducts.model_rebuild()
