"""名册: units, peer groups, official order, aliases, leaders."""
