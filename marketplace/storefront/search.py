"""Korean search by n-grams: every syllable inside a word can be found, and whole words come first.

A word is indexed as its syllables, its pairs of syllables, and itself with ``=`` in front. A query asks for all pairs
of each of its words (recall 1.0), then the haystack is compared (no false hit).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUERY = 60
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of a text in the form that index and query share: NFKC, lower case, letters and digits only."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def lexemes_of(words: Iterable[str]) -> list[str]:
    """Return the lexemes under which words are found, sorted and once each."""
    found: set[str] = set()
    for word in words:
        found.update(word)
        found.update(word[i : i + 2] for i in range(len(word) - 1))
        found.add(f"={word[:60]}")
    return sorted(found)


@dataclass(frozen=True)
class Query:
    """A shopper's words, cleaned: at most MOST_WORDS, cut at LONGEST_QUERY characters."""

    words: tuple[str, ...]
    was_cut: bool

    @property
    def grams(self) -> str:
        """A tsquery that every hit satisfies."""
        wanted: set[str] = set()
        for word in self.words:
            wanted.update((word[i : i + 2] for i in range(len(word) - 1)) if len(word) > 1 else word)
        return " & ".join(f"'{gram}'" for gram in sorted(wanted))

    @property
    def whole_words(self) -> str:
        """A tsquery that hits satisfy which have all the words as whole words."""
        return " & ".join(f"'={word}'" for word in self.words)


def parse(text: str) -> Query:
    """Return the query in what someone typed. Punctuation, emoji and NUL bytes say nothing; no words, no query."""
    clean = text.replace("\x00", " ")
    words = words_of(clean[:LONGEST_QUERY])
    return Query(tuple(words[:MOST_WORDS]), was_cut=len(clean) > LONGEST_QUERY or len(words) > MOST_WORDS)
