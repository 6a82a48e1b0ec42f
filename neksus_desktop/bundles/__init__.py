"""What travels: keys, signing, sealing, reading; bytes in, bytes out."""
