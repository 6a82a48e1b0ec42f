"""What is said: documents as pure data, made from records, forms and texts. Knows nothing of pages or fonts."""
