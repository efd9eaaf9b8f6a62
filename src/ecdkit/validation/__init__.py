"""What is wrong with a document: its structure, its schema, its spelling, its rules."""
