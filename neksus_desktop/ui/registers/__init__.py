"""Registers and the year wheel: tables whose columns a form gives, and the deadlines of a year."""
