"""Why the ledger said no. Nothing has changed when one of these is raised. Messages are fit to show."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


class StockRefused(Exception):
    """The ledger did not do what it was asked."""


class InsufficientStock(StockRefused):
    """Fewer units are free than wanted. `shortages` says for each SKU: (wanted, free)."""

    def __init__(self, shortages: Mapping[str, tuple[int, int]]) -> None:
        self.shortages = dict(shortages)
        super().__init__(_("남은 수량이 모자라요."))


class UnitsNotHeld(StockRefused):
    """A document, market or parcel does not hold that many units. `shortages` says for each SKU: (wanted, held)."""

    def __init__(self, holder: str, shortages: Mapping[str, tuple[int, int]]) -> None:
        self.holder, self.shortages = holder, dict(shortages)
        super().__init__(_("그만큼 잡아 둔 수량이 없어요."))


class KeyReused(StockRefused):
    """A key that was used before came with other content: the caller mixes up two things."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(_("이미 처리한 요청과 내용이 달라요. 처음부터 다시 해 주세요."))


class PromiseEnded(StockRefused):
    """The commit was made before and all its units were given back since: a new promise wants a key of its own."""

    def __init__(self, document: str) -> None:
        self.document = document
        super().__init__(_("잡아 둔 수량을 이미 놓았어요."))


class FigureMoved(StockRefused):
    """Stock changed after the person saw it. `on_hand` is what it is now."""

    def __init__(self, *, shown: int, on_hand: int) -> None:
        self.shown, self.on_hand = shown, on_hand
        super().__init__(
            _("그 사이 재고가 %(shown)s개에서 %(on_hand)s개로 바뀌었어요. 새 숫자를 보고 다시 세어 주세요.")
            % {"shown": shown, "on_hand": on_hand}
        )


class PromisedUnits(StockRefused):
    """A count is below what is promised to orders, markets, tills and parcels."""

    def __init__(self, *, counted: int, on_hand: int, promised: int) -> None:
        self.counted, self.on_hand, self.promised = counted, on_hand, promised
        super().__init__(
            _("%(promised)s개는 이미 주문이나 판매처에 약속되어 있어서 %(counted)s개로 줄일 수 없어요.")
            % {"promised": promised, "counted": counted}
        )


class LocationClosed(StockRefused):
    """Nothing comes into a closed location any more."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(_("문을 닫은 곳에는 재고를 넣을 수 없어요."))


class LocationNotEmpty(StockRefused):
    """A location with units on hand is not closed. `units` says how many of each SKU."""

    def __init__(self, code: str, units: Mapping[str, int]) -> None:
        self.code, self.units = code, dict(units)
        super().__init__(_("재고가 남은 곳은 닫을 수 없어요."))


class LocationTaken(StockRefused):
    """The code belongs to a location of another kind."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(_("이미 다른 용도로 쓰는 위치 코드예요."))
