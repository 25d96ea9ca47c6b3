#!/usr/bin/env bash
# Proves a working tree: every step runs, and the first that fails ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step 'types';             npx tsc
step 'lint and format';   npx biome check .
step 'generated code';    npm run --silent import -- --check; npm run --silent rules:index -- --check
step 'generated docs';    npm run --silent docs:rules -- --check; npm run --silent docs:intents -- --check; npm run --silent docs:parity -- --check
step 'tests';             CI=true npm test
step 'synthesis';         before=$(git status --porcelain -- dist); npm run --silent synth
step 'schema and policy'; npm run --silent check -- dist
step 'drift of dist'
if [ "$(git status --porcelain -- dist)" != "$before" ]; then
  echo 'dist differs from a fresh synthesis: look at `git diff dist`, and commit it if it is what you meant.' >&2
  exit 1
fi
echo 'none'
