"""How an operation says no: in its own `errors`, or as a top-level GraphQL error."""

from typing import Any


class GraphQLProblem(Exception):
    """A top-level error that Saleor words itself; shown as ``exception.code: GraphQLError``."""

    code = "GraphQLError"


class WrongId(GraphQLProblem):
    """An id that cannot be what is asked for: a mutation says so in its own `errors`, naming the argument.

    Where Saleor resolves the id by hand instead, it is a top-level error (`mutation(…, wrong_ids_break=True)`).
    """

    def __init__(self, value: str, message: str) -> None:
        super().__init__(message)
        self.value = value


class PermissionDenied(GraphQLProblem):
    """The caller lacks every one of the permissions that would do."""

    code = "PermissionDenied"

    def __init__(self, needed: tuple[str, ...] = ()) -> None:
        super().__init__(
            f"To access this path, you need one of the following permissions: {', '.join(needed)}"
            if needed
            else "You do not have permission to perform this action"
        )


class NotImplementedHere(GraphQLProblem):
    """Saleor can do this and the stand-in cannot: it says so rather than pretend."""

    code = "NotImplemented"

    def __init__(self, what: str) -> None:
        super().__init__(f"Not implemented by this stand-in of Saleor: {what}")


class ServerError(GraphQLProblem):
    """Saleor crashes here, and so do we: "Internal Server Error" under the name of its exception."""

    def __init__(self, code: str) -> None:
        super().__init__("Internal Server Error")
        self.code = code


class Refused(Exception):
    """A mutation's own `errors`: everything it did is rolled back, `answer` goes beside the errors."""

    def __init__(self, *errors: dict[str, Any], **answer: Any) -> None:
        super().__init__(str(errors))
        self.errors = list(errors)
        self.answer = answer


def error(field: str | None, code: str, message: str = "", **more: Any) -> dict[str, Any]:
    """Return one entry of a mutation's `errors`; `more` holds the keys that only this kind of error has."""
    return {"field": field, "code": code, "message": message or code, **more}


def refuse(field: str | None, code: str, message: str = "", **more: Any) -> Refused:
    """Return the refusal with one error, to be raised."""
    return Refused(error(field, code, message, **more))
