"""What can go wrong between us and Saleor: four kinds, and nothing else leaves the client."""


class SaleorError(Exception):
    """Saleor did not do what was asked. Not fit to show."""

    retryable = False


class SaleorUnavailable(SaleorError):
    """No answer, half an answer or a 5xx: whether the thing was done is unknown. Ask what is there before repeating."""

    retryable = True


class SaleorThrottled(SaleorError):
    """Too much was asked too quickly; nothing was done."""

    retryable = True


class SaleorRejected(SaleorError):
    """Saleor understood and said no; nothing was done. `code` and `field` are Saleor's, of its first error."""

    def __init__(self, code: str, field: str = "", message: str = "", *, operation: str = "") -> None:
        super().__init__(f"{operation}: {code} {field} {message}".strip(" :"))
        self.code, self.field, self.message, self.operation = code, field, message, operation


class SaleorMisconfigured(SaleorError):
    """Our token, our permissions or our query are wrong; a person has to mend something."""


class SaleorNotSetUp(SaleorMisconfigured):
    """Set-up has not been there yet: what is asked now can be asked again once it has."""

    retryable = True
