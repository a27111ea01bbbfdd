from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class Deployment(BaseModel):
    shop: "DeploymentShop"
    app: Optional["DeploymentApp"]


class DeploymentShop(BaseModel):
    version: str


class DeploymentApp(BaseModel):
    id: str
    webhooks: Optional[list["DeploymentAppWebhooks"]]


class DeploymentAppWebhooks(BaseModel):
    id: str
    identifier: Optional[str]
    event_deliveries: Optional["DeploymentAppWebhooksEventDeliveries"] = Field(
        alias="eventDeliveries"
    )


class DeploymentAppWebhooksEventDeliveries(BaseModel):
    edges: list["DeploymentAppWebhooksEventDeliveriesEdges"]


class DeploymentAppWebhooksEventDeliveriesEdges(BaseModel):
    node: "DeploymentAppWebhooksEventDeliveriesEdgesNode"


class DeploymentAppWebhooksEventDeliveriesEdgesNode(BaseModel):
    created_at: datetime = Field(alias="createdAt")
    event_type: str = Field(alias="eventType")


Deployment.model_rebuild()
DeploymentApp.model_rebuild()
DeploymentAppWebhooks.model_rebuild()
DeploymentAppWebhooksEventDeliveries.model_rebuild()
DeploymentAppWebhooksEventDeliveriesEdges.model_rebuild()
