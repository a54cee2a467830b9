#!/bin/sh
# Subsidy rules over a population, us and OpenFisca, on the same rules and the same firms, in one run; then all packs
# that ship over made-up firms.
#
#   bench/policy/run.sh [firms] [firms for all packs]
#
# Needs cargo and python3. PYTHON may name an interpreter that has openfisca-core 46 and numpy; without it a virtual
# environment is made in the scratch folder.
set -eu
firms=${1:-100000}
all=${2:-1000000}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cd "$here/../.."
python=${PYTHON:-}
if [ -z "$python" ]; then
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install --quiet openfisca-core==46.0.1
    python="$scratch/venv/bin/python"
fi
cargo build --quiet --release -p xinqiao-policy --example policy_bench
echo "machine: $(nproc) cores, $(uname -sm)"
"$python" "$here/peer.py" make "$firms" "$scratch"
cargo run --quiet --release -p xinqiao-policy --example policy_bench -- peer "$firms" "$scratch"
"$python" -W ignore "$here/peer.py" compare "$firms" "$scratch"
cargo run --quiet --release -p xinqiao-policy --example policy_bench -- packs "$all"
cargo run --quiet --release -p xinqiao-policy --example policy_bench -- one
