#!/bin/sh
# Full-text search, us and two peers, on the same articles and questions, in one run.
#
#   bench/search/run.sh [articles] [queries]
#
# Needs cargo and python3. PYTHON may name an interpreter that has whoosh and jieba; without it a virtual environment
# is made in the scratch folder, and where that fails Whoosh is left out.
set -eu
articles=${1:-100000}
queries=${2:-1000}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cd "$here/../.."
echo "machine: $(nproc) cores, $(uname -sm)"
echo "== xinqiao-search"
cargo run --quiet --release -p xinqiao-search --example search_bench -- \
    --articles "$articles" --queries "$queries" --out "$scratch"

echo "== peers"
python=${PYTHON:-}
if [ -z "$python" ]; then
    python=python3
    if python3 -m venv "$scratch/venv" && "$scratch/venv/bin/pip" install --quiet whoosh jieba; then
        python="$scratch/venv/bin/python"
    fi
fi
"$python" -W ignore "$here/peers.py" "$scratch"
