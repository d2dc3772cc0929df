# SUSE Linux Enterprise and openSUSE.
pm_lock_files='/var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock /run/zypp.pid'
pm_zypper() { patiently zypper --non-interactive --no-color "$@"; }
pm_is_busy() { [ "$1" = 7 ]; }
pm_refresh() { pm_zypper refresh --force iris-alloy; }
pm_search() { zypper --non-interactive --no-color --no-refresh search --details --match-exact --repo iris-alloy "$1" 9>&-; }
pm_versions() { pm_search "$1" | sed -n "s/^[^|]*| *$1 *|[^|]*| *\([^ |]*\) *|.*/\1/p"; }
pm_newest() { pm_versions "$1" | sort -V | tail -n 1; }
pm_offers() { [ -n "$2" ] && pm_versions "$1" | grep -qxF "$2"; }
pm_install() {
  pm_zypper removelock "$1"
  pm_zypper --no-refresh install --oldpackage --no-recommends --from iris-alloy "$1=$2"
}
pm_held() { zypper --non-interactive --no-color locks 2>/dev/null 9>&- | grep -q "^[^|]*| *$1 *|" && echo yes; }
pm_hold() { [ "$(pm_held "$1")" = yes ] || { pm_zypper addlock "$1" && changed=yes; }; }
pm_release() { [ "$(pm_held "$1")" != yes ] || { pm_zypper removelock "$1" && changed=yes; }; }
pm_remove() { pm_zypper remove "$1"; }
