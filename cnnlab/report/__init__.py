"""The hand-in: a run as a report and as a program, with their templates."""
