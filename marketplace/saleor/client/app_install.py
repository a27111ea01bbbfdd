from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AppInstall(BaseModel):
    app_install: Optional["AppInstallAppInstall"] = Field(alias="appInstall")


class AppInstallAppInstall(BaseModel):
    app_installation: Optional["AppInstallAppInstallAppInstallation"] = Field(
        alias="appInstallation"
    )
    errors: list["AppInstallAppInstallErrors"]


class AppInstallAppInstallAppInstallation(BaseModel):
    id: str
    status: str
    message: Optional[str]


class AppInstallAppInstallErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


AppInstall.model_rebuild()
AppInstallAppInstall.model_rebuild()
