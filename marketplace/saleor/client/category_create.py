from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CategoryCreate(BaseModel):
    category_create: Optional["CategoryCreateCategoryCreate"] = Field(
        alias="categoryCreate"
    )


class CategoryCreateCategoryCreate(BaseModel):
    category: Optional["CategoryCreateCategoryCreateCategory"]
    errors: list["CategoryCreateCategoryCreateErrors"]


class CategoryCreateCategoryCreateCategory(BaseModel):
    id: str


class CategoryCreateCategoryCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


CategoryCreate.model_rebuild()
CategoryCreateCategoryCreate.model_rebuild()
