"""The simulated world: scenes, physics on its own thread, tasks, cameras, inverse kinematics and scene export."""
