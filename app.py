#!/usr/bin/env python3
"""Liaison's command line. Run ``python app.py --help``."""

from bot.cli import main

if __name__ == "__main__":
    main()
