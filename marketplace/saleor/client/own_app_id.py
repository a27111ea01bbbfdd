from typing import Optional

from .base_model import BaseModel


class OwnAppId(BaseModel):
    app: Optional["OwnAppIdApp"]


class OwnAppIdApp(BaseModel):
    id: str
    identifier: Optional[str]


OwnAppId.model_rebuild()
