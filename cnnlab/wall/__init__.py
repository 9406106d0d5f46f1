"""The teacher's wall: what a class does, on one screen, and what a teacher may do about it."""
