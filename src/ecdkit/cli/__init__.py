"""The command `ecd`."""
