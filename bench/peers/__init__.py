"""The same board computed by other tools, each written as well as its expert would write it."""
