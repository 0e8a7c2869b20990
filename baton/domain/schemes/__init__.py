"""考核方案: versions of the rule book and how they were agreed."""
