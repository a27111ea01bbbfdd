from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DraftOrderComplete(BaseModel):
    draft_order_complete: Optional["DraftOrderCompleteDraftOrderComplete"] = Field(
        alias="draftOrderComplete"
    )


class DraftOrderCompleteDraftOrderComplete(BaseModel):
    order: Optional["DraftOrderCompleteDraftOrderCompleteOrder"]
    errors: list["DraftOrderCompleteDraftOrderCompleteErrors"]


class DraftOrderCompleteDraftOrderCompleteOrder(BaseModel):
    id: str
    status: str


class DraftOrderCompleteDraftOrderCompleteErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


DraftOrderComplete.model_rebuild()
DraftOrderCompleteDraftOrderComplete.model_rebuild()
