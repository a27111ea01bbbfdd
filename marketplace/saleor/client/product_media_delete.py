from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ProductMediaDelete(BaseModel):
    product_media_delete: Optional["ProductMediaDeleteProductMediaDelete"] = Field(
        alias="productMediaDelete"
    )


class ProductMediaDeleteProductMediaDelete(BaseModel):
    media: Optional["ProductMediaDeleteProductMediaDeleteMedia"]
    errors: list["ProductMediaDeleteProductMediaDeleteErrors"]


class ProductMediaDeleteProductMediaDeleteMedia(BaseModel):
    id: str


class ProductMediaDeleteProductMediaDeleteErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ProductMediaDelete.model_rebuild()
ProductMediaDeleteProductMediaDelete.model_rebuild()
