"""Dialogs that look after the profile: restoring, the journey, Versions side by side, filing and deletion."""
