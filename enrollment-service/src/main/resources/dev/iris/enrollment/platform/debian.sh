# Debian, Ubuntu and what is made of them.
export DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1
# Whatever the host's own settings allow: nothing unsigned.
pm_apt() {
  patiently apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=20 -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
    -o APT::Get::AllowUnauthenticated=false -o Acquire::AllowInsecureRepositories=false \
    -o Acquire::AllowDowngradeToInsecureRepositories=false -o Acquire::AllowWeakRepositories=false "$@"
}
pm_is_busy() { said 'could not get lock|unable to acquire the dpkg|locked by another process|unable to lock'; }
pm_lock_files='/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock'
pm_version() { dpkg-query -W -f='${db:Status-Abbrev} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^[ih]i  *//p'; }
pm_known() { dpkg-query -W -f='${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -qv '^.n'; }
pm_held() { dpkg-query -W -f='${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^h' && echo yes; }
pm_half_done() { [ -n "$(dpkg --audit 2>&1)" ] || [ -n "$(ls /var/lib/dpkg/updates 2>/dev/null)" ]; }
pm_repair() {
  if pm_half_done; then
    patiently dpkg --force-confdef --force-confold --configure -a
    pm_apt -f install
  fi
  return 0
}
pm_trust() { :; }
pm_refresh() {
  pm_apt update -o Dir::Etc::sourcelist="$(given repository-file)" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 || return 1
  # what could not be fetched is only a warning to it
  ! said 'failed to fetch|^err:|index files failed'
}
pm_refresh_all() { pm_apt update; }
pm_newest() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: *//p' | grep -v '^(none)'; }
pm_versions() { apt-cache madison "$1"; }
pm_offers() { if [ -n "$2" ]; then pm_versions "$1" | tr -d " " | cut -d"|" -f2 | grep -qxF "$2"; else [ -n "$(pm_newest "$1")" ]; fi; }
pm_install() {
  pm_apt install --no-install-recommends --allow-downgrades --allow-change-held-packages "$1${2:+=$2}"
}
pm_hold() { [ "$(pm_held "$1")" = yes ] || { apt-mark hold "$1" && changed=yes; }; }
pm_release() { [ "$(pm_held "$1")" != yes ] || { apt-mark unhold "$1" && changed=yes; }; }
pm_remove() { pm_apt purge --allow-change-held-packages "$1"; }
pm_altered() {
  dpkg-query -W -f='${Conffiles}\n' "$1" 2>/dev/null | while read -r file sum _; do
    if [ -f "$file" ] && [ "$(md5sum <"$file" | cut -d' ' -f1)" != "$sum" ]; then echo "altered $file"; fi
  done
}
# Other files that name the same repository: apt refuses two that trust different keys.
pm_rivals() {
  grep -ls "^[^#]*$(given repository-url | sed 's/[].[*^$\\/]/\\&/g')" /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources |
    grep -vxF "$(given repository-file)"
}
pm_set_rivals_aside() {
  for rival in $(pm_rivals); do
    case $rival in *.sources) refuse repository-conflict ;; esac
    cp -p "$rival" "$rival.before-iris.$(given stamp)" || refuse write-failed
    sed "/^[^#]*$(given repository-url | sed 's/[].[*^$\\/]/\\&/g')/s/^/# set aside by iris: /" "$rival" >"$in/.rival"
    put "$in/.rival" "$rival" 644 root:root
    placed_anew=yes
  done
}
pm_reaches() {
  if [ -x /usr/lib/apt/apt-helper ]; then
    timeout 25 /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 \
      download-file "$1/dists/stable/Release" "$in/.reached"
  else
    asks "$1/dists/stable/Release"
  fi
}
