#!/usr/bin/env bash
# Installs what `npm run test:cluster` runs: etcd, kube-apiserver, kube-controller-manager, kubectl, what Envoy Gateway makes pods
# with, and the definitions of custom resources.
#
#   scripts/install-cluster-tools.sh           installs into the folder that --where prints
#   scripts/install-cluster-tools.sh --where   a folder of the user's cache, one for each set of versions, or $MESHWRIGHT_CLUSTER_TOOLS
#
# Needs Go 1.26.3 or newer, and builds for some minutes the first time. etcd is taken out of Debian's package, where there is apt-get, or else
# from the PATH. What is there already stays as it is.
set -euo pipefail

programs=$(cd "$(dirname "$0")/../test/cluster/programs" && pwd)
# Whatever decides what is installed is part of the folder's name.
key=$({ cat "$0"; cd "$programs" && find . -type f -print0 | sort -z | xargs -0 cat; } | git hash-object --stdin)
folder=${MESHWRIGHT_CLUSTER_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/meshwright/cluster-tools/${key:0:16}}
case ${1:-} in
  --where) echo "$folder"; exit ;;
  '') ;;
  *) echo "usage: $0 [--where]" >&2; exit 2 ;;
esac

mkdir -p "$(dirname "$folder")"
scratch=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# A program takes its place when it is whole: one that is there works.
keep() { # path in the scratch folder, path in the folder
  mkdir -p "$(dirname "$folder/$2")"
  mv "$scratch/$1" "$folder/$2"
  echo "installed  $2"
}

present() { # path in the folder
  [[ -e $folder/$1 ]] && echo "kept       $1"
}

# Checksums of all modules stand in go.sum; the linker tells programs the release of Kubernetes, which `go build` does not.
build() { # program, module, package in it
  present "bin/$1" && return
  local release
  release=$(awk '$1 == "k8s.io/kubernetes" { print $2 }' "$programs/kube/go.mod")
  (
    cd "$programs/$2"
    go build -mod=readonly -buildvcs=false -o "$scratch/$1" \
      -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$release" "$3"
  )
  keep "$1" "bin/$1"
}

# The package would start a server; the program in it needs nothing else.
install_etcd() {
  present bin/etcd && return
  mkdir "$scratch/package"
  if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    (
      cd "$scratch/package"
      apt-get download -qq etcd-server >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq etcd-server; }
      dpkg-deb -x etcd-server_*.deb .
    )
    keep package/usr/bin/etcd bin/etcd
  elif command -v etcd >/dev/null; then
    cp "$(command -v etcd)" "$scratch/etcd"
    keep etcd bin/etcd
  else
    echo "etcd is not on the PATH, and there is no apt-get to take it from: install etcd 3.4 or newer." >&2
    exit 1
  fi
}

# `go mod download` prints the checksum of what it has downloaded.
install_crds() { # module version checksum pattern
  local name=crds/${1##*/} description source
  present "$name" && return
  description=$(cd "$scratch" && go mod download -json "$1@$2")
  if [[ $description != *"\"Sum\": \"$3\""* ]]; then
    printf '%s %s has another checksum than %s:\n%s\n' "$1" "$2" "$3" "$description" >&2
    exit 1
  fi
  source=$(sed -n 's/^\t"Dir": "\(.*\)",$/\1/p' <<<"$description")
  mkdir -p "$scratch/$name"
  # The pattern is to match the files of the module.
  # shellcheck disable=SC2086
  (cd "$source" && cp $4 "$scratch/$name")
  chmod -R u+w "$scratch/$name"
  keep "$name" "$name"
}

build kube-apiserver kube ./kube-apiserver
build kube-controller-manager kube ./kube-controller-manager
build kubectl kube ./kubectl
build envoy-gateway envoy-gateway .
install_etcd
while read -r module version checksum pattern; do
  [[ $module == '#'* ]] || install_crds "$module" "$version" "$checksum" "$pattern"
done <"$programs/crds.txt"
echo "All of it is in $folder."
