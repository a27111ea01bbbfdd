from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TransactionCreate(BaseModel):
    transaction_create: Optional["TransactionCreateTransactionCreate"] = Field(
        alias="transactionCreate"
    )


class TransactionCreateTransactionCreate(BaseModel):
    transaction: Optional["TransactionCreateTransactionCreateTransaction"]
    errors: list["TransactionCreateTransactionCreateErrors"]


class TransactionCreateTransactionCreateTransaction(BaseModel):
    id: str


class TransactionCreateTransactionCreateErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


TransactionCreate.model_rebuild()
TransactionCreateTransactionCreate.model_rebuild()
