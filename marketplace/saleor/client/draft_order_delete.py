from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DraftOrderDelete(BaseModel):
    draft_order_delete: Optional["DraftOrderDeleteDraftOrderDelete"] = Field(
        alias="draftOrderDelete"
    )


class DraftOrderDeleteDraftOrderDelete(BaseModel):
    errors: list["DraftOrderDeleteDraftOrderDeleteErrors"]


class DraftOrderDeleteDraftOrderDeleteErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


DraftOrderDelete.model_rebuild()
DraftOrderDeleteDraftOrderDelete.model_rebuild()
