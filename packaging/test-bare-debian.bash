#!/bin/bash
# Installs the Debian package in a bare Debian without a network, uses it as an ordinary user, and takes
# it away again. Called by test-installers.bash in a mount namespace of its own, as root:
#   unshare --mount --propagation private bash packaging/test-bare-debian.bash FOLDER PACKAGE
# Exit status 77: no Debian packages can be fetched here.
set -u

bare=$1
package=$2
depends=$(dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g' | tr -d ' ')

debootstrap --variant=minbase --include="$depends,desktop-file-utils,shared-mime-info" \
    bookworm "$bare" >"$bare.log" 2>&1 || {
    tail -5 "$bare.log"
    rm -f "$bare.log"
    exit 77
}
rm -f "$bare.log"
for place in proc dev; do # debootstrap leaves links to the outer ones in some places
    [ ! -L "$bare/$place" ] || rm "$bare/$place"
    mkdir -p "$bare/$place"
done
chmod 755 "$bare" # an ordinary user is tried in it, too
mount -t proc proc "$bare/proc" && mount --rbind /dev "$bare/dev" || exit 1

inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ unshare --net chroot "$bare" "$@"
}
person() {
    inside setpriv --reuid clerk --regid clerk --clear-groups env HOME=/srv/clerk \
        QT_QPA_PLATFORM=offscreen "$@"
}

cp "$package" "$bare/srv/relief-desk.deb" &&
    inside dpkg -i /srv/relief-desk.deb &&
    inside desktop-file-validate /usr/share/applications/relief-desk.desktop &&
    inside useradd -m -d /srv/clerk clerk &&
    grep ':application/x-relief-desk-workspace:\*.relief$' "$bare/usr/share/mime/globs2" &&
    person relief-desk --version &&
    person relief-desk self-check || exit 1
if person sh -c 'echo x >>/opt/relief-desk/files.sha256' 2>/dev/null; then
    echo "An ordinary user could change the program."
    exit 1
fi
inside dpkg -r relief-desk >/dev/null && [ ! -e "$bare/opt/relief-desk" ] && [ ! -e "$bare/usr/bin/relief-desk" ]
