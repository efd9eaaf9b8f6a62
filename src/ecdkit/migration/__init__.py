"""A map of formats, and an honest account of what each road costs."""

from ecdkit.migration.run import Migration, migrate, plan

__all__ = ["Migration", "migrate", "plan"]
