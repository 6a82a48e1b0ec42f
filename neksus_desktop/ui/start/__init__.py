"""Before a profile is open: first start, unlocking, and what keeps a profile from opening."""
