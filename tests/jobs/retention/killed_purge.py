"""A purge that kills its own process: run as a program by `test_purge_killed`.

Arguments: the workspace, its key, and the moment at which to be killed, counted in tens of the
database engine's instructions. 0 is never: then it prints how many moments there were before the
point of no return and in all, and how much lay in temporary files on the way, readable or not.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

from app.jobs.retention.plan import plan_purge
from app.jobs.retention.purge import NO_WAY_BACK, WORD, purge_records
from app.store.key import Key
from app.store.workspace import open_workspace

_TEN, _LOOK_EVERY = 10, 500  # instructions; moments between two looks
_NAMES = re.compile(rb"OAKWOODLY|QUILLFEATHER|MUSTERMARK|SQLite format 3")


class _Watch:
    """Called by the engine; and the progress that tells when there is no way back."""

    def __init__(self, folder: Path, at: int) -> None:
        self.count = self.no_way_back = self.n_bytes = self.n_plain = 0
        self._folder, self._at = str(folder.resolve()), at

    def tick(self) -> int:
        """0: the engine goes on."""
        self.count += 1
        if self.count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        if not self._at and self.count % _LOOK_EVERY == 0:
            self._look()
        return 0

    def _look(self) -> None:
        """Also in files that have no name any more: the engine deletes its own while it uses
        them."""
        for entry in Path("/proc/self/fd").iterdir():
            try:
                target = str(entry.readlink())
                if target.startswith(self._folder) and target.endswith(" (deleted)"):
                    data = entry.read_bytes()
                    self.n_bytes = max(self.n_bytes, len(data))
                    self.n_plain += len(_NAMES.findall(data))
            except OSError:  # closed meanwhile
                continue

    def step(self, _done: int, _total: int, label: str) -> None:
        """As of `Progress`."""
        if label == NO_WAY_BACK:
            self.no_way_back = self.count


def main(path: Path, key: Key, at: int) -> None:
    """Purge Blake, who is person 2."""
    watch = _Watch(path.parent, at)
    with open_workspace(path, key) as workspace:
        plan = plan_purge(workspace, people=[2])
        workspace.connection.set_progress_handler(watch.tick, _TEN)
        purge_records(workspace, plan, "Order of the court", WORD, watch, who="A. Head")
    print(watch.no_way_back, watch.count, watch.n_bytes, watch.n_plain)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Key(sys.argv[2]), int(sys.argv[3]))
