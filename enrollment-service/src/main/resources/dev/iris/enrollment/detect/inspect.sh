# What Iris wants to know of a host, in one round trip. Changes nothing. Each fact is a line NAME=BASE64; what cannot be found
# out is left out. Reads no file that may hold secrets, but for the one line of it that does not.
umask 077
fact() { printf '%s=' "$1"; head -c 65536 2>/dev/null | base64 | tr -d '\n'; echo; }
have() { command -v "$1" >/dev/null 2>&1; }

cat /etc/os-release 2>/dev/null | fact os-release
[ -s /etc/os-release ] || cat /usr/lib/os-release 2>/dev/null | fact os-release
uname -m | fact architecture
uname -r | fact kernel
uname -n | fact hostname
id -u | fact uid
date -u +%s | fact clock
cat /etc/machine-id 2>/dev/null | fact machine-id
[ -r /proc/1/comm ] && cat /proc/1/comm | fact init
[ -d /run/systemd/system ] && echo yes | fact systemd
for folder in / /var /tmp; do
  df -Pk "$folder" 2>/dev/null | while read -r _ _ _ free _; do
    case $free in *[!0-9]*|'') ;; *) echo "$folder $free" ;; esac
  done
done | fact disks
for card in /sys/class/net/*; do
  [ -r "$card/mtu" ] && echo "${card##*/} $(cat "$card/mtu" 2>/dev/null)"
done | fact mtus

for tool in apt-get dnf yum zypper; do have "$tool" && echo "$tool"; done | fact package-managers
for process in /proc/[0-9]*/comm; do
  read -r name <"$process" || continue
  case $name in apt|apt-get|dpkg|unattended-upgr|dnf|dnf5|yum|zypper|rpm|packagekitd) echo "$name" ;; esac
done 2>/dev/null | sort -u | fact package-managers-busy

{
  have firewall-cmd && firewall-cmd --state 2>/dev/null | grep -qx running && echo firewalld
  have ufw && ufw status 2>/dev/null | grep -q '^Status: active' && echo ufw
  have nft && nft list chains 2>/dev/null | grep -q 'hook input' && echo nftables
} | fact firewalls

if have ss; then
  ss -Hltnp 2>/dev/null
elif have netstat; then
  netstat -ltnp 2>/dev/null | sed -n 's/^tcp[6 ]* *[0-9]* *[0-9]* *//p' | sed 's/^/LISTEN 0 0 /'
fi | fact listeners

if [ -d /run/systemd/system ] && have systemctl; then
  systemctl list-units --type=service --state=running --plain --no-legend --no-pager 2>/dev/null |
    while read -r unit _; do echo "$unit"; done | fact services
  systemctl show alloy.service -p LoadState -p ActiveState -p UnitFileState 2>/dev/null | fact alloy-unit
fi

if have alloy; then alloy --version 2>/dev/null | head -n 1; fi | fact alloy-version
for file in /etc/default/alloy /etc/sysconfig/alloy; do
  [ -f "$file" ] || continue
  echo "$file" | fact alloy-environment
  grep '^CONFIG_FILE=' "$file" 2>/dev/null | tail -n 1 | fact alloy-config-setting
done
if [ -f /etc/alloy/config.alloy ] && have sha256sum; then
  sha256sum </etc/alloy/config.alloy 2>/dev/null | fact alloy-config-sha256
fi
echo yes | fact complete
