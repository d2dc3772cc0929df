
mkdir -p "$1/etc/yum.repos.d"
[ -e "$1/usr/bin/dnf" ] || ln -s dnf-3 "$1/usr/bin/dnf"
[ -e "$1/usr/bin/yum" ] || ln -s dnf-3 "$1/usr/bin/yum"
echo 'Rocky Linux release 9.4 (Blue Onyx) [stand-in root]' >"$1/etc/redhat-release"
cat >"$1/usr/lib/os-release" <<'RELEASE'
NAME="Rocky Linux"
VERSION="9.4 (Blue Onyx)"
ID="rocky"
ID_LIKE="rhel centos fedora"
VERSION_ID="9.4"
PLATFORM_ID="platform:el9"
PRETTY_NAME="Rocky Linux 9.4 (Blue Onyx) [stand-in root]"
RELEASE
