"""责任书: what the rule book asks the agreement for, taking it in, changing it by hand, and printing it."""
