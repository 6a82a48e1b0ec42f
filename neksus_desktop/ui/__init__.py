"""The window. Qt is known only here."""
