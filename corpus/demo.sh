#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles a corpus case, loads its rows into a DuckDB file, runs dbt on the emitted project and prints what came out.
# usage: bash corpus/demo.sh [CASE_FOLDER]
case=$(realpath "${1:-$(dirname "${BASH_SOURCE[0]}")/001_dim_store_upsert}")
source "$(dirname "${BASH_SOURCE[0]}")/../tests/setup.sh"
prepare
build release
.venv/bin/python tests/corpus/demo.py --tool build/release/tsql2dbt --work build/demo "$case"
