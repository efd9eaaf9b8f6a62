"""Where ecdkit meets other programs."""
