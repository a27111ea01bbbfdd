from typing import Annotated, Any, Optional

from pydantic import BeforeValidator, Field

from marketplace.core.money import from_decimal

from .base_model import BaseModel


class TransactionProcess(BaseModel):
    transaction_process: Optional["TransactionProcessTransactionProcess"] = Field(
        alias="transactionProcess"
    )


class TransactionProcessTransactionProcess(BaseModel):
    transaction: Optional["TransactionProcessTransactionProcessTransaction"]
    transaction_event: Optional[
        "TransactionProcessTransactionProcessTransactionEvent"
    ] = Field(alias="transactionEvent")
    data: Optional[Any]
    errors: list["TransactionProcessTransactionProcessErrors"]


class TransactionProcessTransactionProcessTransaction(BaseModel):
    id: str
    authorized_amount: "TransactionProcessTransactionProcessTransactionAuthorizedAmount" = Field(
        alias="authorizedAmount"
    )
    charged_amount: "TransactionProcessTransactionProcessTransactionChargedAmount" = (
        Field(alias="chargedAmount")
    )


class TransactionProcessTransactionProcessTransactionAuthorizedAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class TransactionProcessTransactionProcessTransactionChargedAmount(BaseModel):
    amount: Annotated[int, BeforeValidator(from_decimal)]


class TransactionProcessTransactionProcessTransactionEvent(BaseModel):
    type_: Optional[str] = Field(alias="type")
    message: str


class TransactionProcessTransactionProcessErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


TransactionProcess.model_rebuild()
TransactionProcessTransactionProcess.model_rebuild()
TransactionProcessTransactionProcessTransaction.model_rebuild()
