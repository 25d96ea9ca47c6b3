#!/usr/bin/env bash
# Proves a working tree: every step runs, and the first that fails ends the run. The tests synthesize the shipped systems,
# judge dist, and compare what is generated. `--changed` proves what the changes since a revision can have broken
# (`--changed <revision>`, else HEAD).
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

case "${1-}" in
  '') since= ;;
  --changed) since=${2-HEAD} ;;
  *) echo "Unknown option '$1', expected nothing or --changed [revision]." >&2; exit 2 ;;
esac

changed() { git diff --quiet "$since" -- "$@" && [ -z "$(git ls-files --others --exclude-standard -- "$@")" ] && return 1 || return 0; }

step 'types'
npm run --silent types
step 'lint and format'
npx biome check .
step 'tests'
if [ -z "$since" ]; then
  CI=true npm test
else
  # Pages, manifests and settings are read, not imported, so that no import graph leads from them to their tests.
  done=()
  if changed dist docs systems imports lib scripts '*.md' '*.json' '*.yaml' '.ci'; then
    CI=true npx vitest run test/meta
    done=(--exclude 'test/meta/**')
  fi
  CI=true npx vitest run --changed "$since" --passWithNoTests ${done[@]+"${done[@]}"}
fi
