"""Run with `python -m ofdesk`."""

import sys

from ofdesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
