"""A kernel that is killed in the middle: saves some episodes, says how many, and records on until it dies.

Called with the forge's file descriptor, the dataset's path and the number of episodes to save.
"""

from __future__ import annotations

import itertools
import socket
import sys
import time
from pathlib import Path

from forge import Forge
from scenes import context, make_model, motion, spec

from strands_robots_nb.data.recording import Recording


def main() -> None:
    forge = Forge(socket.socket(fileno=int(sys.argv[1])))
    recording = Recording(spec(Path(sys.argv[2])), start_child=forge.start_recorder)
    model = make_model()
    for n_saved in itertools.count():
        recording.begin_episode(context(model))
        for frame in motion(model, 12):
            recording(frame)
        if n_saved == int(sys.argv[3]):
            break
        recording.save_episode(success=True)
    sys.stdout.write(f"{recording.pid}\n")
    sys.stdout.flush()
    time.sleep(600)


if __name__ == "__main__":
    main()
