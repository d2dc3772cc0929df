# Red Hat Enterprise Linux and what is made of it.
pm_lock_files='/var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock'
pm_dnf() {
  tool=dnf
  have dnf || tool=yum
  # dnf itself would wait for a lock for ever
  patiently "$tool" -y --disablerepo='*' --enablerepo=iris-alloy --setopt=exit_on_lock=True --setopt=iris-alloy.timeout=20 \
    --setopt=iris-alloy.skip_if_unavailable=0 "$@"
}
pm_is_busy() { said 'waiting for process|another app is currently holding|existing lock|can.t create transaction lock|exit_on_lock'; }
pm_refresh() { pm_dnf clean expire-cache && pm_dnf makecache; }
pm_list() { tool=dnf; have dnf || tool=yum; "$tool" -q $1 --disablerepo='*' --enablerepo=iris-alloy list --showduplicates "$2" 2>/dev/null 9>&-; }
pm_versions() { pm_list -C "$1" | sed -n "s/^$1\.[^ ]* *\([^ ]*\).*/\1/p"; }
pm_newest() { pm_versions "$1" | sort -V | tail -n 1; }
pm_offers() { [ -n "$2" ] && pm_versions "$1" | grep -qxF "$2"; }
pm_install() {
  pm_dnf install "$1-$2" || return 1
  [ "$(pm_version "$1")" = "$2" ] || pm_dnf downgrade "$1-$2"
}
# Held by a repository that is only asked when Iris names it.
pm_held() { grep -qs '^enabled=0' "$(given repository-file)" && echo yes; }
pm_hold() { :; }
pm_release() { :; }
pm_remove() { tool=dnf; have dnf || tool=yum; patiently "$tool" -y --disablerepo='*' --setopt=exit_on_lock=True --noautoremove remove "$1"; }
