"""Published hypothesis strategies, for the tests of this project and of those who build on it.

The modules here need `hypothesis`, which ecdkit itself does not: import what you use by its module.
"""
