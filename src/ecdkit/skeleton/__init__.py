"""The structure of a text without its values: what people can share who cannot share the file."""

from ecdkit.skeleton.skeleton import Skeleton, skeleton_of

__all__ = ["Skeleton", "skeleton_of"]
