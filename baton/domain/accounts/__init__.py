"""账号: who may come in, and in which role."""
