"""加减分台账: a table of claims taken in, and what each line counts in a result."""
