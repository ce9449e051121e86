"""The agent's side of a robot: its tools, the models that can drive it, and the session a chat panel shows."""
