"""Measurements beside their limits: ``make bench``."""
