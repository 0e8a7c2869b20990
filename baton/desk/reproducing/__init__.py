"""复算去年: an announced table against what the rule book and the figures give, each difference with its likely causes."""
