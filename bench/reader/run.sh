#!/usr/bin/env bash
# The reader beside a Python pipeline of published libraries, on the same document, in one run.
#   bench/reader/run.sh DOCUMENT LABELS
# Needs python3 with venv; installs jieba 0.42.1 and jionlp 1.5.31 into a temporary environment.
set -euo pipefail
cd "$(dirname "$0")/../.."
document=$(realpath "$1")
labels=$(realpath "$2")
environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
python3 -m venv "$environment"
"$environment/bin/pip" install --quiet jieba==0.42.1 jionlp==1.5.31
cargo build --release --quiet -p xinqiao-reader --example reader_bench
target/release/examples/reader_bench "$document" "$labels"
"$environment/bin/python" bench/reader/peer.py "$document" "$labels" 2>/dev/null
