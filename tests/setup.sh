# SPDX-License-Identifier: Apache-2.0
# Sourced by corpus/demo.sh and tests/run.sh: installs what is missing and builds. A second run finds everything in place.
# The parser generator comes with the first configuration (grammars/antlr.cmake).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

packages=(g++ clang libclang-rt-dev cmake ninja-build ccache libantlr4-runtime-dev default-jre-headless maven
    libboost-graph-dev robin-map-dev libmimalloc-dev libfmt-dev libyaml-cpp-dev libcli11-dev nlohmann-json3-dev catch2 python3 python3-venv postgresql-15)

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
    local missing=() name
    for name in "${packages[@]}"; do installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] && return
    echo "== installing ${missing[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

install_python() {
    cmp -s tests/requirements.txt .venv/installed && return
    echo "== installing dbt into .venv"
    python3 -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check -r tests/requirements.txt
    cp tests/requirements.txt .venv/installed
}

prepare() {
    install_packages
    install_python
}

# build PRESET
build() {
    cmake --preset "$1"
    cmake --build --preset "$1"
}
