#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and passes all tests: fast ones and dbt runs with the release build, the fast ones again under sanitizers, where a fuzzer
# tries the parser and the whole compiler for half a minute each.
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
prepare
build release
build asan
ctest --preset asan
ctest --preset release
