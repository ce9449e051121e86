"""Recording episodes as a LeRobotDataset, and what goes with each: provenance and exact simulator states."""
