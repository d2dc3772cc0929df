# What Alloy itself says of the candidate, as the user that it runs as and with the candidate's secrets. The file in force is not touched.
exclusively 120
config=$(given config-file) environment=$(given environment-file)
[ -f "$config.iris-candidate" ] || conclude changed no
reject() {
  rm -f "$config.iris-candidate" "$environment.iris-candidate"
  refuse "$1"
}
# only lines that Iris wrote, whose values mean nothing to a shell
set -a
. "$in/environment"
HOSTNAME=$(uname -n)
set +a
as_alloy() { timeout -k 5 90 runuser -u alloy -- /usr/bin/alloy "$@" 9>&-; }
as_alloy fmt "$config.iris-candidate" >/dev/null || reject config-syntax
number=$(/usr/bin/alloy --version 2>/dev/null | sed -n '1s/.*version v\{0,1\}\([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
major=${number% *} minor=${number#* }
# before 1.9 there is no validate; that it is unknown says nothing of a configuration
if [ "${major:-0}" -gt 1 ] || { [ "${major:-0}" -eq 1 ] && [ "${minor:-0}" -ge 9 ]; }; then
  as_alloy validate "$config.iris-candidate" || reject config-invalid
fi
conclude changed no
