"""One recording on the page. Everything that comes from a lexicon is escaped."""

from __future__ import annotations

from html import escape

from signsynth.lexicon.review import Reviewed

_GOOD, _POOR = 0.8, 0.5


def card(number: int, one: Reviewed) -> str:
    """The ``<article>`` of a recording; ``number`` keeps the order of the lexicon."""
    entry, quality = one.entry, one.quality
    score = quality.score if quality else 0.0
    level = "good" if score >= _GOOD else "mid" if score >= _POOR else "bad"
    words = ", ".join(dict.fromkeys(one.words))
    reasons = [(fault.name, fault.what) for fault in quality.faults] if quality else []
    reasons += [(problem.kind, problem.what) for problem in one.problems if problem.kind != "quality"]
    names = ";".join(dict.fromkeys(name for name, _ in reasons))
    text = " ".join((entry.label, words, entry.path, entry.signer, names)).lower()
    lines = "".join(f'<li><b class="{level}">{escape(name)}</b>: {escape(what)}</li>' for name, what in reasons)
    facts = " · ".join(filter(None, (entry.path, entry.signer and f"signer {entry.signer}")))
    picture = (
        f'<canvas role="img" aria-label="the sign {escape(entry.label)}, moving" width="1" height="1" '
        f'data-motion="{one.preview}"></canvas>'
        if one.preview
        else '<p class="none">cannot be shown</p>'
    )
    return (
        f'<article data-at="{number}" data-gloss="{escape(entry.label)}" data-score="{score:.3f}" '
        f'data-problems="{escape(names)}" data-text="{escape(text)}">'
        f'<h2><bdi>{escape(entry.label)}</bdi> <span class="{level}" title="quality, 0 to 1">{score:.2f}</span></h2>'
        f'{picture}<p class="file">{escape(facts)}</p><p>{escape(words)}</p><ul>{lines}</ul></article>\n'
    )
