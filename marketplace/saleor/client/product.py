from typing import Optional

from .base_model import BaseModel
from .fragments import ProductFields


class Product(BaseModel):
    product: Optional["ProductProduct"]


ProductProduct = ProductFields
Product.model_rebuild()
