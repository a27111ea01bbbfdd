"""Plans: what runs is what was read, from the first unfinished step, and can be taken back."""

from datetime import timedelta

import pytest

from marketplace.channels import errors, plans, seen
from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans import Outcome, PlannedStep
from marketplace.core.models import AuditEntry, OutboxMessage
from tests.channels.conftest import AT
from tests.support.factories import make_staff

pytestmark = pytest.mark.django_db

CREATE = PlannedStep("CREATE", "listing:new", "가방 등록", None, {"price": 1}, ("되돌릴 수 없어요",), False)
UPDATE = PlannedStep("UPDATE", "listing:old", "컵 가격", {"price": 2}, {"price": 1})
REMOVE = PlannedStep("REMOVE", "listing:gone", "비누 판매 중지", {"price": 3}, None)
STEPS = [CREATE, UPDATE, REMOVE]


def save(steps=STEPS, **more):
    return plans.save_plan(
        **{
            "channel": "testmarket",
            "subject": "campaign:12",
            "steps": steps,
            "made_by": "tests",
            "now": AT,
            **more,
        }
    )


def approve(plan, actor="schedule", now=AT):
    return plans.approve(plan=plan, digest=plan.digest, actor=actor, now=now)


def run(plan, clock):
    ran = plans.run_plan(plan_id=plan.pk, now=clock(), clock=clock)
    plan.refresh_from_db()
    return ran


def states(plan):
    return list(plan.steps.order_by("position").values_list("key", "state"))


def test_a_plan_takes_away_before_it_changes_and_changes_before_it_adds():
    plan = save()

    assert plans.planned_steps(plan) == [REMOVE, UPDATE, CREATE]
    assert plan.digest == plans.digest_of([REMOVE, UPDATE, CREATE])
    assert plan.state == Plan.State.DRAFT


def test_a_plan_of_nothing_is_applied_at_once():
    plan = save([])

    assert (plan.state, plan.finished_at) == (Plan.State.APPLIED, AT)


def test_any_difference_in_a_step_is_another_digest():
    digests = {
        plans.digest_of([step])
        for step in (
            UPDATE,
            PlannedStep("UPDATE", "listing:old", "컵 가격", {"price": 2}, {"price": 0}),
            PlannedStep("UPDATE", "listing:old", "컵 가격", {"price": 3}, {"price": 1}),
            PlannedStep("UPDATE", "listing:old", "컵 가격", {"price": 2}, {"price": 1}, ("주의",)),
            PlannedStep("UPDATE", "listing:old", "컵 가격", {"price": 2}, {"price": 1}, (), False),
        )
    }

    assert len(digests) == 5


def test_the_same_plan_made_again_is_the_draft_that_is_there():
    plan = save()

    again = save(now=AT + timedelta(minutes=1))

    assert again == plan


def test_a_new_plan_makes_the_earlier_draft_stale():
    earlier = save()
    other_subject = save(subject="campaign:13")

    later = save([UPDATE])

    earlier.refresh_from_db()
    other_subject.refresh_from_db()
    assert (earlier.state, later.state, other_subject.state) == ("STALE", "DRAFT", "DRAFT")
    with pytest.raises(plans.PlanStale):
        approve(earlier)


def test_approval_is_of_a_digest_and_of_what_it_names():
    plan = save()

    with pytest.raises(plans.DigestDiffers):
        plans.approve(plan=plan, digest="0" * 64, actor="schedule", now=AT)
    plan.steps.filter(key="listing:old").update(after={"price": 99})
    with pytest.raises(plans.DigestDiffers):
        approve(plan)

    plan.refresh_from_db()
    assert plan.state == Plan.State.DRAFT
    assert not OutboxMessage.objects.exists()


def test_a_plan_that_wants_a_person_is_not_approved_by_a_schedule():
    plan = save(needs_person=True, reason="절반이 넘는 가격이 바뀌어요")
    staff = make_staff()

    with pytest.raises(plans.NeedsPerson):
        approve(plan)
    plan = approve(plan, actor=staff)

    assert (plan.state, plan.approved_by) == (Plan.State.APPROVED, staff)


def test_a_second_yes_is_not_a_second_run():
    plan = save()

    approve(plan)
    approve(plan)

    assert [m.payload for m in OutboxMessage.objects.filter(topic="channels.run_plan")] == [{"plan_id": plan.pk}]
    assert AuditEntry.objects.filter(action="plan.approved").count() == 1


def test_a_plan_that_nobody_approved_is_not_run(channel, clock):
    plan = save()

    assert run(plan, clock) is False
    assert channel.applied == []


def test_an_approved_plan_is_applied_in_order_and_what_was_seen_is_remembered(channel, clock):
    seen.remember(channel="testmarket", key="listing:gone", content={"price": 3}, now=AT)
    channel.answers["listing:new"] = Outcome.DONE.seeing({"price": 1, "id": "77"})
    plan = approve(save())

    assert run(plan, clock) is True

    assert channel.applied == [
        ("REMOVE", "listing:gone", 1),
        ("UPDATE", "listing:old", 1),
        ("CREATE", "listing:new", 1),
    ]
    assert (plan.state, plan.started_at, plan.finished_at, plan.claimed_until) == ("APPLIED", AT, AT, None)
    assert seen.read(channel="testmarket", keys=["listing:gone", "listing:old", "listing:new"]) == {
        "listing:new": {"price": 1, "id": "77"}
    }
    assert run(plan, clock) is False


def test_a_channel_that_is_away_postpones_the_plan_which_goes_on_where_it_stopped(channel, clock):
    channel.answers["listing:old"] = [errors.ChannelUnavailable("timed out"), Outcome.DONE]
    plan = approve(save())

    run(plan, clock)
    assert states(plan) == [("listing:gone", "DONE"), ("listing:old", "PENDING"), ("listing:new", "PENDING")]
    assert (plan.state, plan.due_at) == ("APPLYING", AT + timedelta(seconds=5))
    assert plan.problem == "ChannelUnavailable: timed out"
    assert run(plan, clock) is False
    clock.forward(5)
    run(plan, clock)

    assert channel.applied[1:] == [
        ("UPDATE", "listing:old", 1),
        ("UPDATE", "listing:old", 2),
        ("CREATE", "listing:new", 1),
    ]
    assert (plan.state, plan.problem, plan.attempts) == ("APPLIED", "", 0)


@pytest.mark.parametrize("error", [errors.ChannelRejected("price is not a multiple of 10"), ValueError("a bug")])
def test_a_step_that_is_refused_fails_and_the_others_go_on(channel, clock, error):
    channel.answers["listing:old"] = error
    plan = approve(save())

    run(plan, clock)

    assert states(plan) == [("listing:gone", "DONE"), ("listing:old", "FAILED"), ("listing:new", "DONE")]
    assert plan.state == Plan.State.FAILED
    assert plan.steps.get(key="listing:old").problem == f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    ("problem", "step_state", "plan_state"), [("", "DONE", "APPLIED"), ("반려", "FAILED", "FAILED")]
)
def test_a_plan_ends_when_the_channel_has_said_yes_or_no(channel, clock, problem, step_state, plan_state):
    channel.answers["listing:new"] = Outcome.WAITING.seeing({"state": "IN_REVIEW"})
    plan = approve(save())
    run(plan, clock)
    step = plan.steps.get(key="listing:new")
    assert (plan.state, step.state, step.finished_at) == ("APPLYING", "WAITING", None)

    tomorrow = AT + timedelta(days=1)
    plans.settle_step(step=step, now=tomorrow, problem=problem, content=None if problem else {"state": "ON_SALE"})
    plans.settle_step(step=step, now=tomorrow + timedelta(days=1), problem="late")

    plan.refresh_from_db()
    step.refresh_from_db()
    assert (step.state, step.problem, step.finished_at) == (step_state, problem, tomorrow)
    assert (plan.state, plan.finished_at) == (plan_state, tomorrow)
    shown = "IN_REVIEW" if problem else "ON_SALE"
    assert seen.read(channel="testmarket", keys=["listing:new"]) == {"listing:new": {"state": shown}}


def test_a_killed_worker_leaves_a_plan_that_another_carries_on(channel, clock):
    class Killed(BaseException):
        pass

    def killed():
        raise Killed

    channel.answers["listing:old"] = [killed, Outcome.DONE]
    plan = approve(save())
    with pytest.raises(Killed):
        plans.run_plan(plan_id=plan.pk, now=clock(), clock=clock)

    clock.forward(60)
    assert run(plan, clock) is False
    clock.forward(61)
    OutboxMessage.objects.all().delete()
    assert plans.sweep(now=clock()) == 1
    assert run(plan, clock) is True

    assert channel.applied == [
        ("REMOVE", "listing:gone", 1),
        ("UPDATE", "listing:old", 1),
        ("UPDATE", "listing:old", 2),
        ("CREATE", "listing:new", 1),
    ]
    assert plan.state == Plan.State.APPLIED


def test_a_worker_killed_after_the_last_step_leaves_a_plan_that_is_ended_by_the_next(channel, clock):
    plan = approve(save([UPDATE]))
    plan.steps.update(state=PlanStep.State.DONE, finished_at=AT)
    Plan.objects.filter(pk=plan.pk).update(state="APPLYING", claimed_until=AT, claim_token="killed")

    assert plans.sweep(now=clock.forward(1)) == 1
    run(plan, clock)

    assert (plan.state, channel.applied) == ("APPLIED", [])


def test_a_long_plan_is_carried_on_in_slices(channel, clock):
    channel.answers = {step.key: lambda: clock.forward(40) and Outcome.DONE for step in STEPS}
    plan = approve(save())

    run(plan, clock)

    assert [state for _key, state in states(plan)] == ["DONE", "DONE", "PENDING"]
    assert (plan.state, plan.claimed_until) == ("APPLYING", None)
    assert OutboxMessage.objects.filter(topic="channels.run_plan").count() == 2
    run(plan, clock)
    assert plan.state == "APPLIED"


def test_what_an_earlier_plan_has_not_sent_is_not_sent_once_a_later_one_is_approved(channel, clock):
    later = []

    def approve_another():
        later.append(approve(save([UPDATE])))
        assert plans.run_plan(plan_id=later[0].pk, now=clock(), clock=clock) is False
        return Outcome.DONE

    channel.answers["listing:gone"] = approve_another
    plan = approve(save())

    run(plan, clock)

    assert (plan.state, plan.claimed_until) == ("STALE", None)
    assert states(plan) == [("listing:gone", "DONE"), ("listing:old", "PENDING"), ("listing:new", "PENDING")]
    clock.forward(5)
    assert run(later[0], clock) is True
    assert later[0].state == "APPLIED"


def test_a_plan_that_nobody_here_applies_says_so(clock):
    plan = approve(save(subject="unknown:1"))

    assert run(plan, clock) is False
    assert (plan.state, plan.problem) == ("APPROVED", "여기에는 이 계획을 적용할 것이 없어요")


def test_reverting_restores_what_was_there_and_names_what_cannot_be(channel, clock):
    channel.answers["listing:old"] = [errors.ChannelRejected("no")]
    extra = PlannedStep("CREATE", "coupon:1", "쿠폰", None, {"rate": 10})
    plan = approve(save([CREATE, UPDATE, REMOVE, extra]))
    run(plan, clock)

    assert plans.revert_steps(plan) == [
        PlannedStep("REMOVE", "coupon:1", "쿠폰", {"rate": 10}, None),
        PlannedStep("CREATE", "listing:gone", "비누 판매 중지", None, {"price": 3}),
    ]
    assert [step.key for step in plans.irreversible_steps(plan)] == ["listing:new"]


def test_progress_says_how_far_and_how_long(channel, clock):
    steps = [PlannedStep("UPDATE", f"listing:{n}", "가격", 1, 2) for n in range(6)]
    for step in steps:
        channel.answers[step.key] = lambda: clock.forward(10) and Outcome.DONE
    channel.answers["listing:1"] = Outcome.WAITING
    channel.answers["listing:2"] = errors.ChannelRejected("no")
    channel.answers["listing:4"] = errors.ChannelUnavailable("away")
    plan = approve(save(steps))
    assert plans.progress(plan) == plans.Progress(0, 6, 0, 0, None, None)

    run(plan, clock)

    # 0, 2 and 3 finished, ten seconds after the first; 1 waits; 4 and 5 are left.
    assert plans.progress(plan) == plans.Progress(3, 6, 1, 1, 0.2, 10.0)


def test_a_plan_of_many_steps_is_saved_in_a_few_statements(django_assert_max_num_queries):
    steps = [PlannedStep("UPDATE", f"listing:{n}", "가격", 1, 2) for n in range(300)]

    with django_assert_max_num_queries(8):
        save(steps)
