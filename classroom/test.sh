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
before=$(sha256sum ../page.html ../NOTICES.txt)
node build.mjs
[ "$before" = "$(sha256sum ../page.html ../NOTICES.txt)" ] || { echo "classroom/page.html was not made from these sources: run classroom/build.sh" >&2; exit 1; }
CHROMIUM=$browser node --test --test-reporter=spec test.mjs
