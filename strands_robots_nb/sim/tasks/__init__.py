"""Tasks: where things lie after a reset, what counts as success, and how the scripted expert does it."""
