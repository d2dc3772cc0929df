# What all hosts with rpm have in common.
pm_version() { if rpm -q "$1" >/dev/null 2>&1; then rpm -q --qf '%{VERSION}-%{RELEASE}\n' "$1" | tail -n 1; fi; }
pm_known() { rpm -q "$1" >/dev/null 2>&1; }
pm_altered() { rpm -Vc --nomtime --nouser --nogroup --nomode "$1" 2>/dev/null; }
pm_trust() { rpm --import "$1" || refuse repository-key-unusable; }
pm_half_done() { false; }
pm_repair() { :; }
pm_rivals() { :; }
pm_set_rivals_aside() { :; }
pm_refresh_all() { :; }
pm_reaches() { asks "$1/repodata/repomd.xml"; }
