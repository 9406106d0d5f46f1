"""The instructor's desk: hand-ins read without running anything of a student's, and told."""
