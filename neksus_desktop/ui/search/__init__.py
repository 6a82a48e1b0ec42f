"""Søk: every text of every assessment, from one field."""
