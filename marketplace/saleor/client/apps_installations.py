from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AppsInstallations(BaseModel):
    apps_installations: list["AppsInstallationsAppsInstallations"] = Field(
        alias="appsInstallations"
    )


class AppsInstallationsAppsInstallations(BaseModel):
    id: str
    app_name: str = Field(alias="appName")
    manifest_url: str = Field(alias="manifestUrl")
    status: str
    message: Optional[str]


AppsInstallations.model_rebuild()
