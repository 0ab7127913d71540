#!/bin/sh
# What `make demo` runs: a tutor's Monday afternoon, on invented families in a temporary folder.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# A fixed afternoon and tutor, so that every run tells the same story; nothing of yours is touched.
export PARENTLINK_TODAY=2026-11-23T15:40 PARENTLINK_STAFF="Ms Reid"
unset PARENTLINK_DB || true

show() {
    printf '\n$ parentlink'
    for word in "$@"; do
        case $word in
        *[!A-Za-z0-9_./=-]*) printf ' "%s"' "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    parentlink "$@" 2>&1
}

echo "1. The export of the school comes in, 30 pupils in one go."
cp "$here/families.csv" .
show --db new.db import families families.csv

echo
echo "2. A sample tutor group half-way through the autumn: whom to ring this week, and why?"
show demo group.db
export PARENTLINK_DB=group.db
show who-needs-a-positive-call --limit 3
show why yilmaz

echo
echo "3. Ring, and log it in one line."
show log-call Wang --tone positive --good-news 3 --note "Interpreter helped; so proud of the poster."
show timeline Wang
show undo

echo
echo "4. What else is due today?"
show due
