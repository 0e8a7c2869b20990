"""复算: what was announced for a round, set against what its rule book and figures give."""
