"""Answer controls: one per kind of question, made by ``make_control``."""
