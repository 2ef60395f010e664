# Shared by the scripts beside it (sourced, not run). Everything happens in the project's own folder.
# shellcheck shell=bash
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python

say() { printf '== %s\n' "$*"; }

# A sentence for the person at the keyboard, and the end.
stop() {
    printf '!! %s\n' "$*" >&2
    exit 1
}

# Runs the tests or linters on a KURA_HOME of their own, gone afterwards.
use_scratch_home() {
    KURA_HOME=$(mktemp -d)
    export KURA_HOME
    trap 'rm -rf "$KURA_HOME"' EXIT
}
