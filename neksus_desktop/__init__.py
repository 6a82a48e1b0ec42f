"""Neksus Desktop: checklists for helhetlig innsats, offline, traceable and signed."""

__version__ = "0.1.0"
