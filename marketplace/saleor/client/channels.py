from typing import Optional

from .base_model import BaseModel
from .fragments import ChannelFields


class Channels(BaseModel):
    channels: Optional[list["ChannelsChannels"]]


ChannelsChannels = ChannelFields
Channels.model_rebuild()
