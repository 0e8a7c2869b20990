"""方案: tables and rule books taken in, versions, and what changed since another year."""
