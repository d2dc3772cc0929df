# Begins what runs detached: its answer is a file.
in=$1
conclude() { printf '%s %s\n' "$1" "$2" >"$in/.outcome"; mv -f "$in/.outcome" "$in/outcome"; exit 0; }
patience=$(given patience)

# Runs a package manager; while another holds its lock, again. The lock of Iris is not for what it starts.
patiently() {
  last=$(($(date +%s) + ${patience:-300}))
  while :; do
    "$@" >"$in/.out" 2>&1 9>&-
    code=$?
    if [ "$code" -eq 0 ] || ! pm_is_busy "$code" || [ "$(date +%s)" -ge "$last" ]; then break; fi
    sleep 2
  done
  cat "$in/.out"
  if [ "$code" -ne 0 ] && pm_is_busy "$code"; then refuse package-manager-busy; fi
  return "$code"
}
said() { grep -Eiq "$1" "$in/.out"; }
# Why a package manager did not do it, by what it said.
refuse_by() {
  if said 'hash ?sum mismatch|unexpected size|digest: bad|checksum do'; then refuse package-spoiled; fi
  if said 'not signed|unsigned|no_pubkey|badsig|expkeysig|expsig|revkeysig|signature|public key|gpg check failed|gpgcheck'; then refuse repository-untrusted; fi
  if said 'no space left|not enough free|disk full|needs .* on the .* filesystem'; then refuse disk-full; fi
  if said 'could not (connect|resolve)|connection (refused|timed out)|failed to fetch|cannot (download|retrieve)|unreachable|curl error|timed out|download .* failed|valid metadata not found|not found on medium|404 '; then refuse repository-unreachable; fi
  refuse "$1"
}
place_repository() {
  key=$(given key-file) list=$(given repository-file)
  pm_set_rivals_aside
  mkdir -p "${key%/*}" "${list%/*}"
  if ! same "$in/key" "$key"; then
    put "$in/key" "$key" 644 root:root
    placed_anew=yes
  fi
  if ! same "$in/repository" "$list"; then
    put "$in/repository" "$list" 644 root:root
    placed_anew=yes
  fi
}
