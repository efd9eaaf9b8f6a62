"""Deep learning packages (`.dlpk`): a safe ZIP archive, and the model definition with its files."""
