#!/bin/bash
# What people download, tried as they would: the archive in a person's own folders, the package in a
# bare Debian without a network, the checksums, the Windows script compiled, a second build compared.
# Needs the frozen program (packaging/freeze.sh; packaging/test-frozen.sh makes it). A step that
# cannot be done on this system says so and why. Prints what passed and how long it took.
#   bash packaging/test-installers.bash
set -u

cd "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 1
root=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/installers é XXXXXX") || exit 1
report=()
failed=0
bare=$(mktemp -d "${TMPDIR:-/tmp}/bare-XXXXXX") || exit 1 # debootstrap wants a plain name

# The bare system's mounts live in a mount namespace of their own and end with it: nothing that is
# done here can touch this system's /proc and /dev, to which debootstrap may leave links.
clean() {
    rm -rf --one-file-system "$work" "$bare"
}
trap clean EXIT

step() {
    local name=$1 status seconds=$SECONDS
    shift
    printf '\n-- %s\n' "$name"
    "$@"
    status=$?
    seconds=$((SECONDS - seconds))
    case $status in
    0) report+=("$(printf '%-44s ok       %4d s' "$name" "$seconds")") ;;
    77) report+=("$(printf '%-44s skipped  %4d s  (%s)' "$name" "$seconds" "$why")") ;;
    *)
        report+=("$(printf '%-44s FAILED   %4d s' "$name" "$seconds")")
        failed=$((failed + 1))
        ;;
    esac
}

why=
skip() {
    why=$1
    echo "Skipped: $why"
    return 77
}

tool() { # a Debian package's tool, installed where that is allowed
    command -v "$1" >/dev/null 2>&1 && return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 &&
        { apt-get install -y -qq "$2" || { apt-get update -qq && apt-get install -y -qq "$2"; }; } \
            >/dev/null 2>&1
    command -v "$1" >/dev/null 2>&1
}

pack() {
    sh packaging/pack.sh --fast
}

sums() {
    (cd dist/packed && sha256sum --quiet --check SHA256SUMS) || return 1
    cp dist/packed/SHA256SUMS "$work/" && cp dist/packed/*.deb "$work/" || return 1
    local deb
    deb=$(basename "$(ls "$work"/*.deb)")
    printf 'x' | dd of="$work/$deb" bs=1 seek=5000 conv=notrunc status=none
    ! (cd "$work" && sha256sum --quiet --check --ignore-missing SHA256SUMS >/dev/null 2>&1) || return 1
    rm "$work/$deb"
    echo "Every file is as listed, and one with a changed byte is found out."
}

archive() {
    local home="$work/casa de José"
    mkdir -p "$home" && tar -xJf dist/packed/*.tar.xz -C "$home" || return 1
    local top
    top=$(ls -d "$home"/relief-desk-*)
    run() { env -i HOME="$home" PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen "$@"; }
    run sh "$top/install.sh" || return 1
    rm -rf "$top"
    run "$home/.local/bin/relief-desk" --version || return 1
    run "$home/.local/bin/relief-desk" self-check >"$work/check.txt" || { cat "$work/check.txt"; return 1; }
    grep -q 'x-relief-desk-workspace' "$home/.local/share/mime/packages/relief-desk.xml" || return 1
    mkdir -p "$home/docs" && touch "$home/docs/Office.relief"
    cp -R "$home/docs" "$home/docs before"
    tar -xJf dist/packed/*.tar.xz -C "$home" --wildcards '*/install.sh' || return 1
    run sh "$top/install.sh" && return 1 # the program is not beside it
    run sh "$top/install.sh" --remove || return 1
    [ ! -e "$home/.local/bin/relief-desk" ] && [ ! -e "$home/.local/lib/relief-desk" ] &&
        diff -r "$home/docs" "$home/docs before"
}

bare_debian() {
    [ "$(id -u)" = 0 ] || { skip "only root can make a bare Debian"; return; }
    unshare --mount true 2>/dev/null || { skip "mounts of one's own are not allowed here"; return; }
    tool debootstrap debootstrap || { skip "debootstrap is not here and cannot be installed"; return; }
    unshare --mount --propagation private bash packaging/test-bare-debian.bash "$bare" dist/packed/*.deb
    local status=$?
    [ "$status" -ne 77 ] || why="no Debian packages can be fetched here"
    return "$status"
}

windows_script() {
    tool makensis nsis || { skip "NSIS is not here and cannot be installed"; return; }
    local toy="$work/toy" out="$work/relief-desk-0.1.0-windows-setup.exe"
    mkdir -p "$toy/_internal" && touch "$toy/Relief Desk.exe" "$toy/relief-desk.exe" "$toy/files.sha256" \
        "$toy/_internal/a.dll" || return 1
    LC_ALL=C.UTF-8 makensis -V2 -WX -DVERSION=0.1.0 "-DFOLDER=$toy" "-DOUT=$out" packaging/windows/relief-desk.nsi || return 1
    [ "$(head -c 2 "$out")" = MZ ]
}

mac_script() {
    sh -n packaging/macos/make-dmg.sh && ! sh packaging/macos/make-dmg.sh 0.1.0 2>"$work/said" &&
        grep -q 'only be made on macOS' "$work/said"
}

same_again() {
    cp -R dist/relief-desk "$work/first" && sh packaging/freeze.sh >/dev/null || return 1
    sh packaging/tool.sh python packaging/compare_builds.py "$work/first" "$root/dist/relief-desk"
}

step "packed: archive and Debian package" pack
step "checksums find a changed byte" sums
step "archive: a person's own folders, and away" archive
step "Debian package in a bare Debian, no network" bare_debian
step "Windows installer compiles" windows_script
step "macOS script" mac_script
step "a second build is the same" same_again

printf '\n== Installers\n'
printf '%s\n' "${report[@]}"
[ "$failed" -eq 0 ]
