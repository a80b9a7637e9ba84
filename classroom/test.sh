#!/usr/bin/env bash
# The trainers' page in a real browser. Needs Node 20 with npm, and Chromium (Debian: apt-get install chromium; elsewhere CHROMIUM=...).
# SHOTS=folder keeps pictures of every stage.
set -euo pipefail
cd "$(dirname "$0")/page"
command -v node >/dev/null && command -v npm >/dev/null || { echo "skipped: node and npm are not installed"; exit 0; }
browser=${CHROMIUM:-/usr/bin/chromium}
[ -x "$browser" ] || { echo "skipped: $browser is not there"; exit 0; }
[ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error || { echo "skipped: npm cannot fetch the test tools"; exit 0; }
node_modules/.bin/tsc -p .
# Built anew, compared, and put back as it was: a file that looks new would have the program compiled again.
kept=$(mktemp -d)
trap 'cp -p "$kept"/* .. && rm -rf "$kept"' EXIT
cp -p ../page.html ../NOTICES.txt "$kept"
node build.mjs
for file in page.html NOTICES.txt; do
    cmp "../$file" "$kept/$file" || { echo "classroom/$file was not made from these sources: run classroom/build.sh" >&2; exit 1; }
done
CHROMIUM=$browser node --test --test-reporter=spec test.mjs
