"""得分: the pure engine. score = f(rule book, facts), exact, explained, reproducible.

Start with :func:`baton.scoring.run.score`; ``docs/reference/semantics.md`` says what every step means.
"""

from baton.scoring.failing import RuleFailed
from baton.scoring.run import score, score_beside

__all__ = ["RuleFailed", "score", "score_beside"]
