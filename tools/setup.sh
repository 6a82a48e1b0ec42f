#!/usr/bin/env bash
# Makes everything `make run` and `make test` need, or says exactly what to type. A second run takes a moment.
#   tools/setup.sh run    Python environment and the libraries a window needs
#   tools/setup.sh test   the same, and what the tests need (virtual screen, PDF tools, Java, Node and its JOSE library)
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
export LC_ALL=C.UTF-8

window=(libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 libxcb-cursor0 libxcb-icccm4
  libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0)
checks=(xvfb xauth xdotool poppler-utils qpdf libpdfbox2-java libfontbox2-java libcommons-logging-java
  libcommons-io-java libbcprov-java libactivation-java libjaxb-api-java dbus at-spi2-core python3-gi)

wanted=("${window[@]}")
[ "$purpose" = test ] && wanted+=("${checks[@]}")
if [ "$purpose" = test ]; then
  command -v java >/dev/null 2>&1 || wanted+=(default-jre-headless)
  command -v node >/dev/null 2>&1 || wanted+=(nodejs)
  command -v npm >/dev/null 2>&1 || wanted+=(npm)
fi

python=""
for candidate in python3 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "Neksus needs Python 3.11 or newer. On Debian: apt-get install python3 python3-venv" >&2
  exit 1
fi
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || wanted+=(python3-venv)

if command -v dpkg-query >/dev/null 2>&1; then
  missing=()
  have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii *//p')
  for package in "${wanted[@]}"; do
    grep -qx "$package" <<<"$have" || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" = 0 ]; then
      echo "Installing system packages: ${missing[*]}"
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
      echo "These system packages are missing. Type this line, then try again:" >&2
      echo "  sudo apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 1
    fi
  fi
else
  echo "Not a Debian system: make sure that the libraries of these packages are there: ${wanted[*]}"
fi

stamp=.venv/.made-from
now=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$now" ]; then
  echo "Making the Python environment in .venv (a minute the first time)"
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$now" >"$stamp"
fi

if [ "$purpose" = test ]; then
  wanted_jose=$(cat tests/bundles/interop/package.json | sha256sum | cut -d' ' -f1)
  if [ "$(cat build/node/.made-from 2>/dev/null || true)" != "$wanted_jose" ]; then
    mkdir -p build/node
    cp tests/bundles/interop/package.json build/node/
    (cd build/node && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent)
    echo "$wanted_jose" >build/node/.made-from
  fi
fi
