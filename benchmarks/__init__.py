"""Measurements of speed and memory.

No tests: the figures depend on the machine, and are read as ratios in one run.
"""
