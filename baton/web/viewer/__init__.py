"""领导和查阅: read-only pages of what was released."""
