from typing import Optional

from .base_model import BaseModel
from .fragments import ProductFields


class Products(BaseModel):
    products: Optional["ProductsProducts"]


class ProductsProducts(BaseModel):
    edges: list["ProductsProductsEdges"]


class ProductsProductsEdges(BaseModel):
    node: "ProductsProductsEdgesNode"


ProductsProductsEdgesNode = ProductFields
Products.model_rebuild()
ProductsProducts.model_rebuild()
ProductsProductsEdges.model_rebuild()
