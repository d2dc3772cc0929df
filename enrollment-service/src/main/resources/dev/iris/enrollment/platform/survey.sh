# What is there of Alloy and of what belongs to it, beside what every look at a host finds. Changes nothing.
config=$(given config-file) environment=$(given environment-file)
pm_version alloy | fact version
pm_held alloy | fact held
if [ -z "$(given version)" ] && [ -f "$(given repository-file)" ]; then
  newest=$(pm_newest alloy)
  [ -z "$newest" ] || newer "$newest" "$(pm_version alloy)" | fact newest
fi
if pm_known alloy; then pm_altered alloy | fact altered; fi
if pm_half_done; then echo yes | fact half-done; fi
pm_rivals | fact rivals
for file in "$(given repository-file)" "$(given key-file)" "$config" "$config.iris-candidate" "$config.iris-previous" "$environment.iris-candidate"; do
  [ -f "$file" ] && echo "$(sha "$file") $(stat -c '%a %U:%G' "$file") $file"
done | fact files
block_of "$environment" | sha256sum | cut -d' ' -f1 | fact block
[ -f "$environment" ] && stat -c '%a %U:%G' "$environment" | fact environment-mode
cat /var/lib/iris/written 2>/dev/null | fact written
cat /var/lib/iris/running 2>/dev/null | fact running
systemctl show alloy.service -p LoadState -p ActiveState -p UnitFileState -p FragmentPath | fact unit
grep -lsE '^(ExecStart|EnvironmentFile|User)=' /etc/systemd/system/alloy.service.d/*.conf | fact drop-ins
pid=$(ss -Hltnp 'sport = :12345' 2>/dev/null | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -n 1)
if [ -n "$pid" ]; then
  cat "/proc/$pid/comm" 2>/dev/null | fact listener
  sed -n 's:.*/\([^/]*\.service\).*:\1:p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1 | fact listener-unit
fi
for lock in $pm_lock_files; do
  [ -e "$lock" ] || continue
  holder=$(sed -n "s/.*WRITE *\([0-9]*\) [0-9a-f:]*:$(stat -c %i "$lock") .*/\1/p" /proc/locks 2>/dev/null | head -n 1)
  case $lock in *.pid) holder=$(cat "$lock") && [ -d "/proc/$holder" ] || holder='' ;; esac
  if [ -n "$holder" ] && [ -d "/proc/$holder" ]; then echo "$(cat "/proc/$holder/comm") $(($(date +%s) - $(stat -c %Y "/proc/$holder")))"; fi
done | fact package-locks
# only who installs something needs the repository
installed=$(pm_version alloy)
if [ -s "$in/reach" ] && { [ -z "$installed" ] || [ ! -f "$(given repository-file)" ] || { [ -n "$(given version)" ] && [ "$(given version)" != "$installed" ]; }; }; then
  if pm_reaches "$(given reach)" >&2; then echo yes; else echo no; fi | fact reaches
fi
number=1
while [ -s "$in/companion-$number" ]; do
  name=$(given "companion-$number") arguments=$(given "companion-$number-file")
  if [ -n "$(pm_version "$name")" ] && [ "$(block_of "$arguments")" = "$(given "companion-$number-block")" ] &&
    systemctl is-active --quiet "$name.service" && systemctl is-enabled --quiet "$name.service"; then echo "$name"; fi
  number=$((number + 1))
done | fact companions-right
kind=$(firewall_kind)
echo "$kind" | fact firewall
if firewall_right "$kind"; then echo yes | fact firewall-right; fi
date -u +%s | fact clock
conclude changed no
