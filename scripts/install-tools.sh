#!/usr/bin/env bash
# Installs the programs that the integration tests run, at the versions that the manifests name.
#
#   scripts/install-tools.sh [folder]        default: the folder where `go install` puts programs
#
# Needs Go. promtool takes a quarter of an hour to build, and is taken out of Debian's package instead, where there is apt-get.
# A program that is there at the right version stays as it is.
set -euo pipefail

readonly SERVER=v2.15.3 OLDER_SERVER=v2.14.7 CLI=v0.5.1 RELOADER=v0.23.0 EXPORTER=v0.20.1

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
# The last release before the one that changed what leafnode permissions apply to: tests compare the two.
install "nats-server-${OLDER_SERVER#v}" github.com/nats-io/nats-server/v2 "$OLDER_SERVER" github.com/nats-io/nats-server/v2
install nats github.com/nats-io/natscli "$CLI" github.com/nats-io/natscli/nats
install nats-server-config-reloader github.com/nats-io/nack "$RELOADER" github.com/nats-io/nack/cmd/nats-server-config-reloader
install prometheus-nats-exporter github.com/nats-io/prometheus-nats-exporter "$EXPORTER" github.com/nats-io/prometheus-nats-exporter

# The package would start a server; the program in it needs nothing else.
install_promtool() {
  local found
  # One that was built from source may not know its version, which the tests ask for.
  for found in "$folder/promtool" "$(command -v promtool || true)"; do
    if [[ -x $found ]] && "$found" --version 2>&1 | grep -Eq 'version [0-9]+\.[0-9]+'; then
      echo "kept       promtool"
      return
    fi
  done
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "absent     promtool: install Prometheus from your distribution"
    return
  fi
  mkdir -p "$scratch/prometheus"
  (
    cd "$scratch/prometheus"
    apt-get download -qq prometheus >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq prometheus; }
    dpkg-deb -x prometheus_*.deb .
    cp usr/bin/promtool "$folder/promtool"
  )
  echo "installed  promtool $("$folder/promtool" --version 2>&1 | awk 'NR == 1 { print $3 }')"
}

install_promtool

case ":$PATH:" in
  *":$folder:"*) ;;
  *) echo "Put $folder on the PATH." ;;
esac
