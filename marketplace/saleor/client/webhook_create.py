from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WebhookCreate(BaseModel):
    webhook_create: Optional["WebhookCreateWebhookCreate"] = Field(
        alias="webhookCreate"
    )


class WebhookCreateWebhookCreate(BaseModel):
    errors: list["WebhookCreateWebhookCreateErrors"]


class WebhookCreateWebhookCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


WebhookCreate.model_rebuild()
WebhookCreateWebhookCreate.model_rebuild()
