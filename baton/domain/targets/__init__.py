"""责任书: agreed values, sealed and amended only with a reason."""
