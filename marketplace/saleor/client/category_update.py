from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CategoryUpdate(BaseModel):
    category_update: Optional["CategoryUpdateCategoryUpdate"] = Field(
        alias="categoryUpdate"
    )


class CategoryUpdateCategoryUpdate(BaseModel):
    category: Optional["CategoryUpdateCategoryUpdateCategory"]
    errors: list["CategoryUpdateCategoryUpdateErrors"]


class CategoryUpdateCategoryUpdateCategory(BaseModel):
    id: str
    name: str


class CategoryUpdateCategoryUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CategoryUpdate.model_rebuild()
CategoryUpdateCategoryUpdate.model_rebuild()
