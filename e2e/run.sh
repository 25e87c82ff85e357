#!/usr/bin/env bash
# `make e2e`: installs what the end-to-end test needs and is missing, then runs it. Every step is bounded and says what failed.
set -euo pipefail
cd "$(dirname "$0")"

fail() { echo "e2e: $*" >&2; exit 1; }

# Registries fail for a moment now and then: three tries, with pauses.
try() {
  local what=$1 n
  shift
  for n in 1 2 3; do
    if timeout --kill-after=10 300 "$@" </dev/null >out/install.log 2>&1; then return; fi
    echo "e2e: $what failed (try $n of 3)" >&2
    sleep $((n * 5))
  done
  tail -n 20 out/install.log >&2
  fail "$what failed three times; see above"
}

debian() {
  command -v apt-get >/dev/null || fail "$1 is missing, and there is no apt-get to install it; install $1 by hand"
  [ "$(id -u)" = 0 ] || fail "$1 is missing; install it as root: apt-get install $*"
  try 'apt-get update' apt-get -o DPkg::Lock::Timeout=120 update
  try "apt-get install $*" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
}

mkdir -p out
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || debian chromium fonts-dejavu-core
{ command -v node && command -v npm; } >/dev/null || debian nodejs npm
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || fail "Node $(node --version) is too old; version 20 or newer is needed"
# What is there in the versions of the lock file needs no registry.
npm ls --silent >/dev/null 2>&1 || try 'npm ci' npm ci --no-audit --no-fund
exec timeout --kill-after=10 300 node teams.mjs
