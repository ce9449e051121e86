"""The robot: one handle whose mode is a keyword."""
