"""Makers of conformance cases, one module for each group. None of them imports ecdkit."""
