"""A campaign's place: where it is, and how far it has come."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, ChannelCode, Consignment, Exhibition, StockCount
from campaigns.popups import saleor_side
from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Location

State = Exhibition.State
LONGEST_CODE = 60


class PopupRefused(Exception):
    """The pop-up cannot do that now. `problems` are fit to show, one for each thing to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class PlaceRefused(PopupRefused):
    """The campaign cannot have a place, or the place cannot go on to that state."""


@dataclass(frozen=True)
class PlaceDetails:
    venue: str
    address: str
    venue_en: str = ""
    hours: str = ""
    allows_pickup: bool = False


@transaction.atomic
def create_place(*, campaign: Campaign, details: PlaceDetails, actor: User, now: datetime) -> Exhibition:
    """Give a pop-up campaign its place, with a stock location of its own, or raise PlaceRefused. Once: a second call
    returns the place that is there.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if there := Exhibition.objects.filter(campaign=campaign).first():
        return there
    code = f"popup-{campaign.reference}"
    problems = []
    if not campaign.channels.filter(channel=ChannelCode.POPUP).exists():
        problems.append(_("팝업에서 여는 기획전만 자리를 정할 수 있어요."))
    if campaign.state == Campaign.State.ENDED:
        problems.append(_("마감한 기획전에는 자리를 정할 수 없어요."))
    if len(code) > LONGEST_CODE:
        problems.append(_("기획전 주소가 길어서 자리를 만들 수 없어요."))
    if problems:
        raise PlaceRefused(problems)
    location = inventory.open_location(code=code, kind=Location.Kind.POPUP, name=details.venue, at=now, actor=actor)
    exhibition = Exhibition.objects.create(campaign=campaign, location=location, **asdict(details))
    audit.record("popup.created", subject=exhibition, actor=actor, at=now, **asdict(details))
    saleor_side.request_turn(exhibition=exhibition, now=now)
    return exhibition


@transaction.atomic
def change_place(*, exhibition: Exhibition, details: PlaceDetails, actor: User, now: datetime) -> Exhibition:
    """Correct where it is and when it is open; raises PlaceRefused once it is closed."""
    exhibition = hold(exhibition)
    if exhibition.state == State.CLOSED:
        raise PlaceRefused([_("마감한 팝업은 고칠 수 없어요.")])
    for name, value in asdict(details).items():
        setattr(exhibition, name, value)
    exhibition.save(update_fields=list(asdict(details)))
    audit.record("popup.changed", subject=exhibition, actor=actor, at=now, **asdict(details))
    saleor_side.request_turn(exhibition=exhibition, now=now)
    return exhibition


@transaction.atomic
def open_doors(*, exhibition: Exhibition, actor: User, now: datetime) -> Exhibition:
    """Let sales begin, or raise PlaceRefused. A second time changes nothing."""
    exhibition = hold(exhibition)
    if exhibition.state == State.OPEN:
        return exhibition
    if exhibition.state != State.PLANNED:
        raise PlaceRefused([_("마감을 시작한 팝업이에요.")])
    return _turn(exhibition, State.OPEN, "popup.doors-opened", actor, now)


@transaction.atomic
def begin_closing(*, exhibition: Exhibition, actor: User, now: datetime) -> Exhibition:
    """End the sales, so that what is left can be counted; raises PlaceRefused while goods are still on their way in."""
    exhibition = hold(exhibition)
    if exhibition.state == State.CLOSING:
        return exhibition
    if exhibition.state != State.OPEN:
        raise PlaceRefused([_("문을 연 팝업만 마감을 시작할 수 있어요.")])
    if Consignment.objects.filter(exhibition=exhibition, state=Consignment.State.SENT).exists():
        raise PlaceRefused([_("아직 받지 않은 반입이 있어요. 받은 수량을 먼저 적어 주세요.")])
    return _turn(exhibition, State.CLOSING, "popup.closing-begun", actor, now)


@transaction.atomic
def open_again(*, exhibition: Exhibition, actor: User, now: datetime) -> Exhibition:
    """Go back to selling, as long as nothing has been counted; raises PlaceRefused."""
    exhibition = hold(exhibition)
    if exhibition.state == State.OPEN:
        return exhibition
    if exhibition.state != State.CLOSING or StockCount.objects.filter(exhibition=exhibition).exists():
        raise PlaceRefused([_("실사를 적은 뒤에는 다시 열 수 없어요.")])
    return _turn(exhibition, State.OPEN, "popup.opened-again", actor, now)


def hold(exhibition: Exhibition) -> Exhibition:
    """Lock the exhibition until the transaction ends, and return it as it is now."""
    rows = Exhibition.objects.select_for_update(of=("self",)).select_related("campaign", "location")
    return rows.get(pk=exhibition.pk)


def _turn(exhibition: Exhibition, state: Exhibition.State, action: str, actor: User, now: datetime) -> Exhibition:
    exhibition.state = state
    exhibition.save(update_fields=["state"])
    audit.record(action, subject=exhibition, actor=actor, at=now)
    saleor_side.request_turn(exhibition=exhibition, now=now)
    return exhibition
