#!/usr/bin/env bash
# Runs a command with Node 20 or newer first on PATH: the system's, else the one that setup/install.sh put into .venv.
set -euo pipefail
is_new_enough() { "$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; }

venv_bin="$(cd "$(dirname "$0")/.." && pwd)/.venv/bin"
if ! { is_new_enough node && command -v npm >/dev/null; }; then
  if ! is_new_enough "$venv_bin/node"; then
    echo "error: Node 20 or newer was not found. Run: make setup" >&2
    exit 1
  fi
  export PATH="$venv_bin:$PATH"
fi
exec "$@"
