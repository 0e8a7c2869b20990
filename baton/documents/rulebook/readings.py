"""读法: which readings a rule book leaves undeclared, and the rule books that read it otherwise."""

from baton.scoring.rulebook.readings import Alternative, Undeclared, alternatives, undeclared

__all__ = ["Alternative", "Undeclared", "alternatives", "undeclared"]
