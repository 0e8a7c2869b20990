"""计分与结果: runs, numbered drafts, organs' decisions, what is released to whom."""
