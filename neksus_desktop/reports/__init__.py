"""What is printed: content apart from layout."""
