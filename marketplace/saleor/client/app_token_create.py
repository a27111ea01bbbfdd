from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AppTokenCreate(BaseModel):
    app_token_create: Optional["AppTokenCreateAppTokenCreate"] = Field(
        alias="appTokenCreate"
    )


class AppTokenCreateAppTokenCreate(BaseModel):
    auth_token: Optional[str] = Field(alias="authToken")
    errors: list["AppTokenCreateAppTokenCreateErrors"]


class AppTokenCreateAppTokenCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


AppTokenCreate.model_rebuild()
AppTokenCreateAppTokenCreate.model_rebuild()
