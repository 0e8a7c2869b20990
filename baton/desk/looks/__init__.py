"""看成绩: what stands on the pages of a result, and beside it."""
