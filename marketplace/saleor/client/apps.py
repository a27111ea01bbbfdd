from typing import Optional

from .base_model import BaseModel


class Apps(BaseModel):
    apps: Optional["AppsApps"]


class AppsApps(BaseModel):
    edges: list["AppsAppsEdges"]


class AppsAppsEdges(BaseModel):
    node: "AppsAppsEdgesNode"


class AppsAppsEdgesNode(BaseModel):
    id: str
    identifier: Optional[str]


Apps.model_rebuild()
AppsApps.model_rebuild()
AppsAppsEdges.model_rebuild()
