"""People who do not exist, and a more faithful picture of them than the mesh renderer's."""

from __future__ import annotations

from signsynth.render.people.person import Person, person
from signsynth.render.people.traits import LEFT_OUT, Traits

__all__ = ["LEFT_OUT", "Person", "Traits", "person"]
