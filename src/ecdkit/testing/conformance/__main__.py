"""`python -m ecdkit.testing.conformance` runs the cases."""

import sys

from ecdkit.testing.conformance.runner import main

sys.exit(main())
