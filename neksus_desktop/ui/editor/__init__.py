"""The editor: outline to the left, the point in the middle, guidance and earlier answers to the right."""
