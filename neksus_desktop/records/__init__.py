"""What is answered: pure models and rules, no input or output."""
