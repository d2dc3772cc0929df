
# From here on it stands in for a distribution that uses rpm: real rpm, dnf or zypper, on what is still Debian underneath.
rm -rf "$1"/usr/bin/apt* "$1"/usr/bin/dpkg* "$1"/usr/sbin/dpkg* "$1/etc/debian_version" "$1/var/lib/dpkg"
# what makes the root still takes its own file out of this folder
find "$1/etc/apt" -mindepth 1 -not -name apt.conf.d -not -name 00mmdebstrap -delete
mkdir -p "$1/etc/rpm" "$1/etc/sysconfig" "$1/etc/pki/rpm-gpg" "$1/var/lib/rpm"
# Debian's rpm would keep its database in the home folder.
printf '%%_dbpath /var/lib/rpm\n' >"$1/etc/rpm/macros"
cat >"$1/root-stub.spec" <<'SPEC'
Name: root-stub
Version: 1
Release: 1
Summary: What the root of this stand-in already has, for whatever requires it
License: Apache-2.0
BuildArch: noarch
Provides: /bin/sh, /usr/bin/sh, glibc, systemd, shadow-utils, system-release(releasever) = 9, system-release = 9
%description
%{summary}.
%files
SPEC
chroot "$1" rpmbuild --quiet --define '_topdir /root-stub' -bb /root-stub.spec
chroot "$1" sh -c 'rpm --install /root-stub/RPMS/noarch/*.rpm'
rm -rf "$1/root-stub" "$1/root-stub.spec"
