"""出材料: all papers of a draft asked for at once, how far they are, and the office's own templates."""
