"""What can hold the robot: each source yields the next action, one at a time holds the loop."""
