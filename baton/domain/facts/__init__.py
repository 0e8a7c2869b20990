"""数据: the append-only ledger of figures, the only door to the engine."""
