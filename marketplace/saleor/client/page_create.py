from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PageFields


class PageCreate(BaseModel):
    page_create: Optional["PageCreatePageCreate"] = Field(alias="pageCreate")


class PageCreatePageCreate(BaseModel):
    page: Optional["PageCreatePageCreatePage"]
    errors: list["PageCreatePageCreateErrors"]


PageCreatePageCreatePage = PageFields


class PageCreatePageCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


PageCreate.model_rebuild()
PageCreatePageCreate.model_rebuild()
