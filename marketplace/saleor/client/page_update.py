from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import PageFields


class PageUpdate(BaseModel):
    page_update: Optional["PageUpdatePageUpdate"] = Field(alias="pageUpdate")


class PageUpdatePageUpdate(BaseModel):
    page: Optional["PageUpdatePageUpdatePage"]
    errors: list["PageUpdatePageUpdateErrors"]


PageUpdatePageUpdatePage = PageFields


class PageUpdatePageUpdateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


PageUpdate.model_rebuild()
PageUpdatePageUpdate.model_rebuild()
