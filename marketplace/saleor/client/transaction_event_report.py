from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TransactionEventReport(BaseModel):
    transaction_event_report: Optional[
        "TransactionEventReportTransactionEventReport"
    ] = Field(alias="transactionEventReport")


class TransactionEventReportTransactionEventReport(BaseModel):
    already_processed: Optional[bool] = Field(alias="alreadyProcessed")
    errors: list["TransactionEventReportTransactionEventReportErrors"]


class TransactionEventReportTransactionEventReportErrors(BaseModel):
    field: Optional[str]
    code: str
    message: Optional[str]


TransactionEventReport.model_rebuild()
TransactionEventReportTransactionEventReport.model_rebuild()
