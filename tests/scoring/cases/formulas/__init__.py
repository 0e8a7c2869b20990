"""Each method once more, as spreadsheet formulas that a clerk can follow cell by cell."""
