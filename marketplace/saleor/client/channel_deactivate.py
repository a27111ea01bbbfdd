from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChannelDeactivate(BaseModel):
    channel_deactivate: Optional["ChannelDeactivateChannelDeactivate"] = Field(
        alias="channelDeactivate"
    )


class ChannelDeactivateChannelDeactivate(BaseModel):
    channel: Optional["ChannelDeactivateChannelDeactivateChannel"]
    errors: list["ChannelDeactivateChannelDeactivateErrors"]


class ChannelDeactivateChannelDeactivateChannel(BaseModel):
    id: str
    is_active: bool = Field(alias="isActive")


class ChannelDeactivateChannelDeactivateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


ChannelDeactivate.model_rebuild()
ChannelDeactivateChannelDeactivate.model_rebuild()
