from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DraftOrderCreate(BaseModel):
    draft_order_create: Optional["DraftOrderCreateDraftOrderCreate"] = Field(
        alias="draftOrderCreate"
    )


class DraftOrderCreateDraftOrderCreate(BaseModel):
    order: Optional["DraftOrderCreateDraftOrderCreateOrder"]
    errors: list["DraftOrderCreateDraftOrderCreateErrors"]


class DraftOrderCreateDraftOrderCreateOrder(BaseModel):
    id: str


class DraftOrderCreateDraftOrderCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


DraftOrderCreate.model_rebuild()
DraftOrderCreateDraftOrderCreate.model_rebuild()
