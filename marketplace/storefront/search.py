"""Korean search by n-grams: every syllable inside a word can be found, and whole words come first.

A word is indexed as the three letters that begin at each of its letters (fewer at its end), and itself with ``=`` in
front. A query of one or two letters asks for what begins with them, a longer word for each of its runs of three (recall
1.0); words beyond three letters are then compared with the haystack (no false hit).
The initial consonants of a Hangul word are indexed as one more word: 비누 is also found as ㅂㄴ.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUERY = 60
MOST_WORDS = 8
LONGEST_GRAM = 3
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]{2,}")
_SYLLABLE, _PER_INITIAL, _INITIAL, _INITIALS = ord("가"), 588, 0x1100, 19
# What a keyboard makes of two consonants that are typed one after another: 곡식, typed as ㄱㅅ, arrives as ㄳ.
_CLUSTERS = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
    | {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
)


def words_of(text: str) -> list[str]:
    """Return the words of a text in the form that index and query share: NFKC, lower case, letters and digits only."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.translate(_CLUSTERS)).lower())


def initials_of(word: str) -> str:
    """Return the initial consonants of a word of Hangul syllables, as NFKC leaves them when typed; else nothing."""
    if not _HANGUL.fullmatch(word):
        return ""
    return "".join(chr(_INITIAL + (ord(letter) - _SYLLABLE) // _PER_INITIAL) for letter in word)


def is_initials(word: str) -> bool:
    """Say whether a word is nothing but initial consonants."""
    return all(_INITIAL <= ord(letter) < _INITIAL + _INITIALS for letter in word)


def letters_of(word: str) -> str:
    """Return a word letter by letter: two syllables that differ in one stroke then differ in one letter."""
    return unicodedata.normalize("NFD", word)


def lexemes_of(words: Iterable[str]) -> list[str]:
    """Return the lexemes under which words are found, sorted and once each."""
    found: set[str] = set()
    for word in words:
        found.update(word[start : start + LONGEST_GRAM] for start in range(len(word)))
        found.add(f"={word[:60]}")
    return sorted(found)


@dataclass(frozen=True)
class Query:
    """A shopper's words, cleaned: at most MOST_WORDS, cut at LONGEST_QUERY characters."""

    words: tuple[str, ...]
    was_cut: bool

    @property
    def words_beyond_grams(self) -> tuple[str, ...]:
        """The words that are longer than a gram: what has all their grams need not have them."""
        return tuple(word for word in self.words if len(word) > LONGEST_GRAM)

    @property
    def grams(self) -> str:
        """A tsquery that every hit satisfies."""
        wanted: set[str] = set()
        for word in self.words:
            runs = (word[start : start + LONGEST_GRAM] for start in range(len(word) - LONGEST_GRAM + 1))
            wanted.update([f"'{run}'" for run in runs] or [f"'{word}':*"])
        return " & ".join(sorted(wanted))

    @property
    def whole_words(self) -> str:
        """A tsquery that hits satisfy which have all the words as whole words."""
        return " & ".join(f"'={word}'" for word in self.words)


@dataclass(frozen=True)
class AnyQuery(Query):
    """Stands for every query with as many words beyond grams: what is put together for it is asked of any of them."""

    beyond: int

    @classmethod
    def like(cls, query: Query) -> "AnyQuery":
        return cls(words=("\0word",), was_cut=False, beyond=len(query.words_beyond_grams))

    @staticmethod
    def values(query: Query) -> dict[str, str]:
        """Return what to put in the places of the marks that this leaves."""
        beyond = {f"\0beyond {number}": word for number, word in enumerate(query.words_beyond_grams)}
        return {"\0grams": query.grams, "\0whole": query.whole_words, **beyond}

    @property
    def words_beyond_grams(self) -> tuple[str, ...]:
        return tuple(f"\0beyond {number}" for number in range(self.beyond))

    @property
    def grams(self) -> str:
        return "\0grams"

    @property
    def whole_words(self) -> str:
        return "\0whole"


def parse(text: str) -> Query:
    """Return the query in what someone typed. Punctuation, emoji and NUL bytes say nothing; no words, no query."""
    clean = text.replace("\x00", " ")
    words = words_of(clean[:LONGEST_QUERY])
    return Query(tuple(words[:MOST_WORDS]), was_cut=len(clean) > LONGEST_QUERY or len(words) > MOST_WORDS)
