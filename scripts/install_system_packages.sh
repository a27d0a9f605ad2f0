#!/bin/sh
# Installs what the browser tests need from Debian: Chromium and a font with French
# accents. Does nothing where Chromium is present; says what to do where it may not.
set -eu

if command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
  echo "Chromium is missing: install it (Debian: apt-get install chromium fonts-dejavu-core)" >&2
  echo "or leave the browser tests out: make test-fast" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
