#!/bin/sh
# Makes the disk image for macOS from "dist/Relief Desk.app". Runs on macOS alone: hdiutil is its own.
#   sh packaging/macos/make-dmg.sh 0.1.0
# With RELIEF_DESK_SIGN_AS set to a "Developer ID Application" identity, the app is signed first; it then
# still has to be notarized by Apple, which needs a network and an account: see packaging/RELEASING.md.
set -eu

version=${1:?"Name the version, for example: make-dmg.sh 0.1.0"}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dist=$(CDPATH='' cd -- "$here/../../dist" && pwd)
app="$dist/Relief Desk.app"
image="$dist/relief-desk-$version-macos-$(uname -m).dmg"

if [ "$(uname -s)" != Darwin ]; then
    echo "A disk image can only be made on macOS." >&2
    exit 3
fi
if [ ! -d "$app" ]; then
    echo "There is no $app. Run packaging/freeze.sh first." >&2
    exit 3
fi
stage=$(mktemp -d "$dist/.dmg-XXXXXX")
trap 'rm -rf "$stage"' EXIT INT TERM
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
cp "$here/../../LICENSE" "$stage/License.txt"
if [ -n "${RELIEF_DESK_SIGN_AS:-}" ]; then
    codesign --force --deep --options runtime --timestamp=none --sign "$RELIEF_DESK_SIGN_AS" \
        "$stage/Relief Desk.app"
    codesign --verify --strict "$stage/Relief Desk.app"
fi
rm -f "$image"
hdiutil create -quiet -fs HFS+ -format UDZO -volname "Relief Desk $version" -srcfolder "$stage" "$image"
hdiutil verify -quiet "$image"
echo "$image"
