"""What a shopper may have meant who typed what nothing is called: 비뉴 for 비누, sope for soap."""

from dataclasses import replace
from difflib import SequenceMatcher

from django.db import connection

from marketplace.storefront import search
from marketplace.storefront.search import Query

LOOKED_AT = 30
ALIKE = 0.7  # of the letters, in order: 비뉴 and 비누 share 3 of 4

# The nearest by shared trigrams come out of the index in that order; few words are ever compared letter by letter.
NEAREST = """
SELECT typed.place, near.word, near.letters
FROM unnest(%s::text[]) WITH ORDINALITY AS typed (letters, place)
CROSS JOIN LATERAL (
    SELECT word, letters FROM storefront_searchword ORDER BY letters <-> typed.letters LIMIT %s
) AS near
"""


def corrected(query: Query) -> Query | None:
    """Return the query with each unknown word replaced by the known one most like it; None if that changes nothing."""
    typed = [search.letters_of(word) for word in query.words]
    near: dict[int, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [typed, LOOKED_AT])
        for place, word, letters in cursor.fetchall():
            near.setdefault(place - 1, []).append((word, letters))
    words = tuple(_most_like(word, typed[place], near.get(place, [])) for place, word in enumerate(query.words))
    return replace(query, words=words) if words != query.words else None


def _most_like(word: str, letters: str, near: list[tuple[str, str]]) -> str:
    """Return the known word that a typed one is most like; the typed one if it is known, or like none."""
    if search.is_initials(word) or any(word in known for known, _letters in near):
        return word
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(letters)
    best, best_share = word, ALIKE
    for known, known_letters in near:
        matcher.set_seq1(known_letters)
        if (share := matcher.ratio()) > best_share:
            best, best_share = known, share
    return best
