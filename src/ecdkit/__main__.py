"""`python -m ecdkit` is the command `ecd`."""

import sys

from ecdkit.cli import main

sys.exit(main())
