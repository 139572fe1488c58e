"""Dictionary forms of words, by simplemma's word lists."""

from __future__ import annotations

LONGEST = 64
"""Longer words are not looked up: none of them is in a dictionary."""


def lemma_of(word: str, spoken: str) -> str | None:
    """Lemma of a word as written (German nouns need their capital), or None if there is none or it is the word itself.

    simplemma is imported on the first call (0.1 s) and loads the list of one language when that is first asked for
    (0.2 s English, 1.2 s German, on one core).
    """
    if len(word) > LONGEST or not word[:1].isalpha():
        return None
    from simplemma import lemmatize
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    if spoken not in SUPPORTED_LANGUAGES:
        return None
    lemma = lemmatize(word, lang=spoken)
    return lemma if lemma != word else None
