"""One small file per thing a user does; the window and the command line both call these."""
