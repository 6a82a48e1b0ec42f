"""Building and proving the packages: ``python -m tools.package`` (see packaging/README.md)."""
