"""操作记录: one line for every change, each carrying the hash of the line before."""
