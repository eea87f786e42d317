"""``python -m ui``: the program."""

import sys

from ui.launch import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
