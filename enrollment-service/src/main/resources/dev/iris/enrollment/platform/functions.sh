# What the scripts of Iris on a host have in common. $in is the folder of their data, a file each.
# What is secret lies in folders of root alone; the rest is as package managers and others expect it.
umask 022
have() { command -v "$1" >/dev/null 2>&1; }
given() { cat "$in/$1" 2>/dev/null; }
refuse() { conclude refused "$1"; }
same() { [ -f "$2" ] && [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ]; }
sha() { sha256sum <"$1" 2>/dev/null | cut -d' ' -f1; }
newer() { printf '%s\n%s\n' "$1" "$2" | sort -V | tail -n 1; }

# put SOURCE TARGET MODE OWNER:GROUP: whole or not at all, also if the power fails
put() {
  placed=$(mktemp "$2.iris-XXXXXX") || refuse write-failed
  if cat "$1" >"$placed" && chmod "$3" "$placed" && chown "$4" "$placed" && sync "$placed" && mv -fT "$placed" "$2"; then
    if have restorecon; then restorecon "$2"; fi
  else
    rm -f "$placed"
    refuse write-failed
  fi
}

# What Iris adds to files of others stands between two lines, at the end: there it wins.
without_block() { if [ -f "$1" ]; then sed -e '/^# iris: begin/,/^# iris: end/d' -e '$a\' "$1"; fi; }
block_of() { if [ -f "$1" ]; then sed -n '/^# iris: begin/,$p' "$1"; fi; }

# Whether something answers at a URL, asked with what the host has. Without anything to ask with it is not known: no obstacle.
asks() {
  place=${1#*://} && place=${place%%/*}
  case $place in
    *:*) port=${place##*:} place=${place%:*} ;;
    *) case $1 in https:*) port=443 ;; *) port=80 ;; esac ;;
  esac
  if have curl; then
    timeout 25 curl -q -sS -o /dev/null --connect-timeout 10 -m 20 "$1"
  elif have wget; then
    timeout 25 wget -q -O /dev/null -T 10 -t 1 "$1"
  elif have python3; then
    timeout 15 python3 -I -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 10)' "$place" "$port"
  elif have bash; then
    timeout 15 bash -c 'exec 3<>"/dev/tcp/$1/$2"' asks "$place" "$port"
  fi
}
