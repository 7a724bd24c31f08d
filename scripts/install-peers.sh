#!/usr/bin/env bash
# Installs the programs that the tests use as peers (Debian and Ubuntu). Nothing here is needed to run PESSCARA itself.
# Tests whose peer is absent are reported as skipped.
set -euo pipefail

packages=(
  dcmtk            # storescu, storescp, dcmdump: DICOM senders and readers
  dcm2niix         # the native converter, compared with the WebAssembly build
  orthanc          # a PACS that sends to us, and the benchmark's peer
  orthanc-dicomweb # its DICOMweb plug-in
  chromium         # the browser of the end-to-end tests
  postgresql-15    # an external database for PESSCARA_DATABASE_URL
  python3-venv     # the Python DICOMweb clients live in a virtual environment
)

if [ "$(id -u)" -ne 0 ]; then
  echo "install-peers: run as root (it calls apt-get)" >&2
  exit 1
fi

# Keeps packages from starting their services while they are installed.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
fi

export DEBIAN_FRONTEND=noninteractive
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get -o DPkg::Lock::Timeout=900 update -qq
  apt-get -o DPkg::Lock::Timeout=900 install -y -qq --no-install-recommends "${missing[@]}"
fi

# Python peers, pinned. The folder is ignored by git; tests look for it there or in PESSCARA_PEERS_PYTHON.
peers="$(cd "$(dirname "$0")/.." && pwd)/.peers"
if [ ! -x "$peers/bin/python" ]; then python3 -m venv "$peers"; fi
"$peers/bin/pip" install --quiet --disable-pip-version-check pydicom==3.0.1 dicomweb-client==0.60.1 numpy==2.2.6 nibabel==5.3.2 \
  dicognito==0.19.0 dicom-anonymizer==2.1.0 deid==0.4.13
echo "install-peers: done"
