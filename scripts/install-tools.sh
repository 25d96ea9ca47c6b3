#!/usr/bin/env bash
# Installs the programs that the integration tests run, at the versions that the manifests name.
#
#   scripts/install-tools.sh [folder]        default: the folder where `go install` puts programs
#
# Needs Go. A program that is there at the right version stays as it is.
set -euo pipefail

readonly SERVER=v2.14.2 CLI=v0.4.0 RELOADER=v0.23.0 EXPORTER=v0.20.1

folder=${1:-$(go env GOPATH)/bin}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Go writes into each program which version of which module it was built from.
built_from() { # program module version
  [[ -x $folder/$1 ]] && go version -m "$folder/$1" 2>/dev/null | awk -v module="$2" -v version="$3" \
    '($1 == "mod" || $1 == "dep") && $2 == module && $3 == version { found = 1 } END { exit !found }'
}

# A module of its own builds what `go install package@version` refuses, and what asks for a list of versions.
install() { # program module version package
  local program=$1 module=$2 version=$3 package=$4
  if built_from "$program" "$module" "$version"; then
    echo "kept       $program $version"
    return
  fi
  mkdir -p "$scratch/$program"
  (
    cd "$scratch/$program"
    go mod init tools >/dev/null 2>&1
    go mod edit -require "$module@$version"
    GOFLAGS=-mod=mod go build -o "$folder/$program" "$package"
  )
  echo "installed  $program $version"
}

install nats-server github.com/nats-io/nats-server/v2 "$SERVER" github.com/nats-io/nats-server/v2
install nats github.com/nats-io/natscli "$CLI" github.com/nats-io/natscli/nats
install nats-server-config-reloader github.com/nats-io/nack "$RELOADER" github.com/nats-io/nack/cmd/nats-server-config-reloader
install prometheus-nats-exporter github.com/nats-io/prometheus-nats-exporter "$EXPORTER" github.com/nats-io/prometheus-nats-exporter

case ":$PATH:" in
  *":$folder:"*) ;;
  *) echo "Put $folder on the PATH." ;;
esac
