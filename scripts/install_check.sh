#!/bin/sh
# Installs foja as a stranger would, with only the packages that it names itself, and builds the sample case.
# It fails when something that foja needs is there only because the developers have it.
set -eu
python=${1:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check .
cd "$folder"
FOJA_HOME="$folder/keys" "$folder/venv/bin/foja" demo --case "$folder/case" --no-serve >"$folder/said"
FOJA_HOME="$folder/keys" "$folder/venv/bin/foja" desk "$folder/case" --json >"$folder/desk"
"$folder/venv/bin/python" - "$folder/desk" "$folder/said" <<'PYTHON'
import json
import sys

counts = json.load(open(sys.argv[1]))["counts"]
if counts.get("gaps") != 2:  # a scan without text, and a damaged file: both are part of the sample
    sys.exit("an installed foja does not read the sample:\n" + open(sys.argv[2]).read())
print(f"installed foja reads the sample: {counts['readable']} sources, {counts['drafts']} drafts")
PYTHON
