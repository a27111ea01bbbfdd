from typing import Annotated, Any, Optional

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class TransactionInitialize(BaseModel):
    transaction_initialize: Optional["TransactionInitializeTransactionInitialize"] = (
        Field(alias="transactionInitialize")
    )


class TransactionInitializeTransactionInitialize(BaseModel):
    transaction: Optional["TransactionInitializeTransactionInitializeTransaction"]
    transaction_event: Optional[
        "TransactionInitializeTransactionInitializeTransactionEvent"
    ] = Field(alias="transactionEvent")
    data: Optional[Any]
    errors: list["TransactionInitializeTransactionInitializeErrors"]


class TransactionInitializeTransactionInitializeTransaction(BaseModel):
    id: str
    token: str
    psp_reference: str = Field(alias="pspReference")


class TransactionInitializeTransactionInitializeTransactionEvent(BaseModel):
    type_: Optional[str] = Field(alias="type")
    message: str
    amount: "TransactionInitializeTransactionInitializeTransactionEventAmount"


class TransactionInitializeTransactionInitializeTransactionEventAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class TransactionInitializeTransactionInitializeErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


TransactionInitialize.model_rebuild()
TransactionInitializeTransactionInitialize.model_rebuild()
TransactionInitializeTransactionInitializeTransactionEvent.model_rebuild()
