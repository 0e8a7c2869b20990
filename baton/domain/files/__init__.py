"""原始文件: what arrived, kept unchanged under its own hash."""
