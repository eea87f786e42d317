"""``python -m app.cli``: the terminal commands without the window's door."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    # Not above: a worker process loads this file too, and none of the commands.
    from app.cli.main import main
    from app.guarded import guard_process

    guard_process()
    sys.exit(main(sys.argv[1:]))
