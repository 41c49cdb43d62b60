#!/bin/sh
# Print what a build made: every file with its size, and the chapters as they now stand inside each audio file.
set -eu
out=$1
printf '\n%s/\n' "$out"
find "$out" -type f ! -name '.*' -printf '%10s  %P\n' | sort -k 2
for audio in "$out"/audio/*; do
    printf '\n%s\n' "$audio"
    .venv/bin/feedtool chapters show "$audio"
done
