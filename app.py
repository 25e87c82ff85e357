#!/usr/bin/env python3
"""Liaison's command line. Run ``python app.py --help``."""

import sys

try:
    from bot.cli import main
except ModuleNotFoundError as error:  # another Python than the one that `make` set up
    sys.exit(f"app.py: {error.name} is not installed for {sys.executable}; run `make chat` once, then `.venv/bin/python app.py`")

if __name__ == "__main__":
    main()
