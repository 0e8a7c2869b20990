"""看管: backup, restore, disks that are full, and rows that are not as the log says."""
