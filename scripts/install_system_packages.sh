#!/bin/sh
# Installs what tests need from Debian: Chromium and a font with French accents for the
# browser tests, tesseract with French for those of scanned pages. Does nothing where
# both are present; says what to do where it may not.
set -eu

missing=""
if ! command -v chromium >/dev/null 2>&1 && ! command -v google-chrome >/dev/null 2>&1; then
  missing="chromium fonts-dejavu-core"
fi
if ! tesseract --list-langs 2>/dev/null | grep -qx fra; then
  missing="$missing tesseract-ocr tesseract-ocr-fra"
fi
if [ -z "$missing" ]; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
  echo "Missing programs: install them (Debian: apt-get install $missing)" >&2
  echo "or leave the tests that need them out: make test-fast" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# Several names, so no quotes.
apt-get install -y -qq --no-install-recommends $missing >/dev/null
