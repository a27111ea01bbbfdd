from typing import Optional

from .base_model import BaseModel


class Category(BaseModel):
    category: Optional["CategoryCategory"]


class CategoryCategory(BaseModel):
    id: str
    name: str


Category.model_rebuild()
