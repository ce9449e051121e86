"""Run every benchmark of this folder, one after the other; exit code 1 when any budget is exceeded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"run_all.py", "budget.py"}


def main() -> int:
    """Returns the exit code."""
    failed: list[str] = []
    for script in sorted(HERE.glob("*.py")):
        if script.name in NOT_BENCHMARKS:
            continue
        print(f"\n{script.stem}", flush=True)
        if subprocess.run([sys.executable, script]).returncode:
            failed.append(script.stem)
    print(f"\nover budget: {', '.join(failed)}" if failed else "\nevery budget is kept")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
