from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class OwnApp(BaseModel):
    app: Optional["OwnAppApp"]


class OwnAppApp(BaseModel):
    id: str
    identifier: Optional[str]
    is_active: Optional[bool] = Field(alias="isActive")
    webhooks: Optional[list["OwnAppAppWebhooks"]]


class OwnAppAppWebhooks(BaseModel):
    id: str
    identifier: Optional[str]
    name: Optional[str]
    target_url: str = Field(alias="targetUrl")
    is_active: bool = Field(alias="isActive")
    subscription_query: Optional[str] = Field(alias="subscriptionQuery")
    async_events: list["OwnAppAppWebhooksAsyncEvents"] = Field(alias="asyncEvents")
    sync_events: list["OwnAppAppWebhooksSyncEvents"] = Field(alias="syncEvents")


class OwnAppAppWebhooksAsyncEvents(BaseModel):
    event_type: str = Field(alias="eventType")


class OwnAppAppWebhooksSyncEvents(BaseModel):
    event_type: str = Field(alias="eventType")


OwnApp.model_rebuild()
OwnAppApp.model_rebuild()
OwnAppAppWebhooks.model_rebuild()
