"""检查: one file per subject; each function adds what it finds to the shared `Faults`."""
