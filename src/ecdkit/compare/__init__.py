"""What differs between two documents, and how to make one of the other."""
