"""Choices made by a seed: the same thing looks the same in every picture, the place where it stands differs."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Hand:
    """Chooses for one thing.

    A seed is ``product`` or ``product:view``. What the thing is like follows from the product alone; words in it
    choose among the variants that a drawing knows ("oak", "pair", "navy"). The setting follows from the whole seed.
    """

    def __init__(self, kind: str, seed: str) -> None:
        self.product = seed.partition(":")[0].lower()
        self._thing = random.Random(f"{kind}|{self.product}")  # noqa: S311 a picture, not a secret
        self._place = random.Random(f"{kind}|{seed}|place")  # noqa: S311

    def style(self, names: Sequence[str]) -> str:
        """Return the name that the seed speaks of, or any."""
        drawn = self._thing.choice(names)
        return next((name for name in names if name in self.product), drawn)

    def by_word(self, meanings: Mapping[str, T], otherwise: Sequence[T]) -> T:
        """Return what a word in the seed means, or one of `otherwise`."""
        drawn = self._thing.choice(otherwise)
        return next((meaning for word, meaning in meanings.items() if word in self.product), drawn)

    def says(self, *words: str) -> bool:
        return any(word in self.product for word in words)

    def pick(self, choices: Sequence[T]) -> T:
        return self._thing.choice(choices)

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        return self._thing.sample(choices, count)

    def between(self, low: float, high: float) -> float:
        return self._thing.uniform(low, high)

    def near(self, value: float, share: float = 0.05) -> float:
        return value * self._thing.uniform(1 - share, 1 + share)

    def chance(self, share: float) -> bool:
        return self._thing.random() < share

    def place_pick(self, choices: Sequence[T]) -> T:
        return self._place.choice(choices)

    def place_between(self, low: float, high: float) -> float:
        return self._place.uniform(low, high)

    def place_chance(self, share: float) -> bool:
        return self._place.random() < share

    def place_shuffled(self, choices: Sequence[T]) -> list[T]:
        return self._place.sample(choices, len(choices))
