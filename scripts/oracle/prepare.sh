#!/usr/bin/env bash
# Puts what the comparisons with real MMEngine need into a cache outside the repository:
#   wheels/            released packages whose configs are compared, as downloaded
#   packages/<name>/   the same, unpacked; these folders go on PYTHONPATH
#   config/            a Python environment that can read configs (mmengine-lite)
#   training/          a Python environment that can also train (the system's torch)
# What is already there is kept, so a second call costs nothing. Needs python3 with venv; `training` needs torch.
set -euo pipefail

CACHE="${MMLENS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mmengine-lens}"
MMENGINE=0.10.7
PACKAGES=(mmdet==3.3.0 mmsegmentation==1.2.2 mmpretrain==1.2.0 mmocr==1.0.1 mmyolo==0.6.0 xtuner==0.1.23)
PYTHON="${PYTHON:-python3}"
# Debian's torch belongs to Debian's own interpreter, which need not be the first on the PATH.
TORCH_PYTHON="${TORCH_PYTHON:-$([ -x /usr/bin/python3 ] && echo /usr/bin/python3 || echo "$PYTHON")}"

mkdir -p "$CACHE/wheels" "$CACHE/packages"

fetch_package() {
  local name="${1%%==*}" version="${1##*==}" wheel
  [ -f "$CACHE/packages/$name/.complete-$version" ] && return
  if ! compgen -G "$CACHE/wheels/$name-$version-*.whl" > /dev/null; then
    echo "downloading $name $version"
    "$CACHE/config/bin/python" -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.10 \
      --dest "$CACHE/wheels" "$name==$version"
  fi
  wheel="$(compgen -G "$CACHE/wheels/$name-$version-*.whl" | head -n 1)"
  rm -rf "$CACHE/packages/$name"
  "$CACHE/config/bin/python" -m zipfile -e "$wheel" "$CACHE/packages/$name"
  touch "$CACHE/packages/$name/.complete-$version"
}

environment() {
  local folder="$1" python="$2"
  shift 2
  [ -f "$folder/.complete-$MMENGINE" ] && return
  echo "making the environment $folder"
  rm -rf "$folder"
  "$python" -m venv "$@" "$folder"
}

environment "$CACHE/config" "$PYTHON"
if [ ! -f "$CACHE/config/.complete-$MMENGINE" ]; then
  "$CACHE/config/bin/python" -m pip install --quiet "mmengine-lite==$MMENGINE" packaging setuptools
  touch "$CACHE/config/.complete-$MMENGINE"
fi

for package in "${PACKAGES[@]}"; do fetch_package "$package"; done

if [ "${1:-}" != --no-training ]; then
  environment "$CACHE/training" "$TORCH_PYTHON" --system-site-packages
  if [ ! -f "$CACHE/training/.complete-$MMENGINE" ]; then
    python="$CACHE/training/bin/python"
    "$python" -c 'import torch' 2> /dev/null || "$python" -m pip install --quiet torch
    # The old torch of a distribution was built against NumPy 1.
    "$python" -m pip install --quiet "mmengine-lite==$MMENGINE" packaging setuptools \
      'numpy<2' matplotlib opencv-python-headless==4.9.0.80
    "$python" -c 'import torch, mmengine.runner'
    touch "$CACHE/training/.complete-$MMENGINE"
  fi
fi

if [ "${1:-}" = --bench ] && ! [ -x "$CACHE/config/bin/ruff" ]; then
  "$CACHE/config/bin/python" -m pip install --quiet ruff
fi
echo "$CACHE"
