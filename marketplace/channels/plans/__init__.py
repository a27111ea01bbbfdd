"""Plan, then apply: what would change at a channel as data, who said yes to exactly that, and how far it has come.

A later plan for the same subject replaces an earlier one: what is left of that is never sent.
"""

from marketplace.channels.plans.planning import (
    DigestDiffers,
    NeedsPerson,
    PlannedStep,
    PlanRefused,
    PlanStale,
    approve,
    digest_of,
    in_order,
    planned_steps,
    save_plan,
)
from marketplace.channels.plans.reporting import Progress, irreversible_steps, progress, progress_of, revert_steps
from marketplace.channels.plans.running import Applier, Outcome, register_applier, run_plan, settle_step, sweep

__all__ = [
    "Applier",
    "DigestDiffers",
    "NeedsPerson",
    "Outcome",
    "PlanRefused",
    "PlanStale",
    "PlannedStep",
    "Progress",
    "approve",
    "digest_of",
    "in_order",
    "irreversible_steps",
    "planned_steps",
    "progress",
    "progress_of",
    "register_applier",
    "revert_steps",
    "run_plan",
    "save_plan",
    "settle_step",
    "sweep",
]
