#!/bin/sh
# Puts Relief Desk where this person's programs are: no administrator, nothing outside of the home folder.
#   sh install.sh            into ~/.local
#   sh install.sh --remove   takes it away again; workspaces and settings stay
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
base=${XDG_DATA_HOME:-$HOME/.local/share}
target=$HOME/.local/lib/relief-desk
command=$HOME/.local/bin/relief-desk

refresh() {
    for tool in "update-desktop-database $base/applications" "update-mime-database $base/mime" \
        "gtk-update-icon-cache -q -t $base/icons/hicolor"; do
        if command -v "${tool%% *}" >/dev/null 2>&1; then $tool >/dev/null 2>&1 || true; fi
    done
}

remove() {
    rm -rf "$target"
    rm -f "$command" "$base/applications/relief-desk.desktop" "$base/mime/packages/relief-desk.xml" \
        "$base/icons/hicolor/256x256/apps/relief-desk.png" \
        "$base/icons/hicolor/scalable/apps/relief-desk.svg"
}

case ${1:-} in
--remove)
    remove
    refresh
    echo "Relief Desk was taken away. Workspaces and settings are where they were."
    exit 0
    ;;
'') ;;
*)
    echo "Usage: sh install.sh [--remove]" >&2
    exit 2
    ;;
esac

if [ ! -x "$here/relief-desk/relief-desk" ]; then
    echo "The program is not beside this script. Unpack the whole archive, then try again." >&2
    exit 3
fi
fresh=$target.new
rm -rf "$fresh"
mkdir -p "$(dirname "$target")" "$(dirname "$command")" "$base/applications" "$base/mime/packages" \
    "$base/icons/hicolor/256x256/apps" "$base/icons/hicolor/scalable/apps"
cp -R "$here/relief-desk" "$fresh"
remove
mv "$fresh" "$target"
ln -s "$target/relief-desk" "$command"
sed "s|^Exec=relief-desk|Exec=\"$target/relief-desk\"|" "$here/share/relief-desk.desktop" \
    >"$base/applications/relief-desk.desktop"
cp "$here/share/relief-desk.xml" "$base/mime/packages/relief-desk.xml"
cp "$here/share/relief-desk.png" "$base/icons/hicolor/256x256/apps/relief-desk.png"
cp "$here/share/relief-desk.svg" "$base/icons/hicolor/scalable/apps/relief-desk.svg"
refresh
echo "Relief Desk is in the menu of programs. From a terminal: $command"
