from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class UpdateMetadata(BaseModel):
    update_metadata: Optional["UpdateMetadataUpdateMetadata"] = Field(
        alias="updateMetadata"
    )


class UpdateMetadataUpdateMetadata(BaseModel):
    errors: list["UpdateMetadataUpdateMetadataErrors"]


class UpdateMetadataUpdateMetadataErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


UpdateMetadata.model_rebuild()
UpdateMetadataUpdateMetadata.model_rebuild()
