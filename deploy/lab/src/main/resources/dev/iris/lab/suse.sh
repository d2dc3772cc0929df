
mkdir -p "$1/etc/zypp/repos.d"
cat >"$1/usr/lib/os-release" <<'RELEASE'
NAME="openSUSE Leap"
VERSION="15.6"
ID="opensuse-leap"
ID_LIKE="suse opensuse"
VERSION_ID="15.6"
PRETTY_NAME="openSUSE Leap 15.6 [stand-in root]"
RELEASE
