from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AppDeleteFailedInstallation(BaseModel):
    app_delete_failed_installation: Optional[
        "AppDeleteFailedInstallationAppDeleteFailedInstallation"
    ] = Field(alias="appDeleteFailedInstallation")


class AppDeleteFailedInstallationAppDeleteFailedInstallation(BaseModel):
    errors: list["AppDeleteFailedInstallationAppDeleteFailedInstallationErrors"]


class AppDeleteFailedInstallationAppDeleteFailedInstallationErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


AppDeleteFailedInstallation.model_rebuild()
AppDeleteFailedInstallationAppDeleteFailedInstallation.model_rebuild()
