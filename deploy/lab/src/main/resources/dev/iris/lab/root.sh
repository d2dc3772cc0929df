#!/bin/sh
# Makes a bare Debian root the base of lab hosts. $1: the root.
set -eu
inside() { chroot "$1" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$2" "$3" "$4"; }

# The stand-in for Alloy takes node metrics from Debian's node exporter. The hosts have its program out of the way, no service.
install -D "$1/usr/bin/prometheus-node-exporter" "$1/usr/lib/iris-lab/node-exporter"
inside "$1" dpkg --purge prometheus-node-exporter

# ops is asked for a password by sudo (each lab sets its own), deploy is not.
chroot "$1" useradd --create-home --shell /bin/bash ops
chroot "$1" useradd --create-home --shell /bin/bash deploy
printf 'ops ALL=(ALL:ALL) ALL\ndeploy ALL=(ALL:ALL) NOPASSWD: ALL\n' >"$1/etc/sudoers.d/lab"
chmod 440 "$1/etc/sudoers.d/lab"

# No way leads out of a lab: what is installed comes from repositories that somebody adds.
rm -rf "$1/etc/apt/sources.list" "$1"/etc/apt/sources.list.d/* "$1"/var/lib/apt/lists/*
: >"$1/etc/apt/sources.list"

# Each host gets an identity of its own.
rm -f "$1"/etc/ssh/ssh_host_*
: >"$1/etc/machine-id"
# Nothing of this machine's names.
rm -f "$1/etc/resolv.conf"
