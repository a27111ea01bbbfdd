from typing import Optional

from .base_model import BaseModel
from .fragments import PageFields


class Page(BaseModel):
    page: Optional["PagePage"]


PagePage = PageFields
Page.model_rebuild()
