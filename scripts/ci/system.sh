#!/usr/bin/env bash
# Installs what the checks need from the system's packages: Python environments, torch, a browser for the editor test.
set -euo pipefail
PACKAGES=(python3-venv python3-torch libkrb5-dev chromium build-essential)

installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2> /dev/null | grep -qx installed; }

if ! command -v apt-get > /dev/null; then
  echo 'No apt-get here: Python 3 with venv, torch and Chromium are expected to be installed.'
  exit 0
fi
missing=()
for package in "${PACKAGES[@]}"; do installed "$package" || missing+=("$package"); done
if [ "${#missing[@]}" -eq 0 ]; then
  echo 'Everything is installed.'
  exit 0
fi
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo --non-interactive)
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
