"""A lexicon's recordings as one page that moves: what each looks like, how good it is and why."""

from signsynth.lexicon.page.write import write_page

__all__ = ["write_page"]
