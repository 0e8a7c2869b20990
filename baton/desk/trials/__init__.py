"""试一试: what another rule, figure or missing line would do, before anything is written."""
