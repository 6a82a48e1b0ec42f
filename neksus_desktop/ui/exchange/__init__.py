"""Utveksling: what goes out and comes in as files, and whose keys are trusted."""
