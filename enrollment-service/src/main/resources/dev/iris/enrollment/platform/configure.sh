# Puts the wanted configuration and environment beside those that are in force, where they differ.
exclusively 120
config=$(given config-file) environment=$(given environment-file)
getent group alloy >/dev/null && [ -d "${config%/*}" ] || refuse alloy-missing
changed=no
candidate() { # WANTED FILE
  if same "$1" "$2" && [ "$(stat -c '%a %U:%G' "$2")" = '640 root:alloy' ]; then
    rm -f "$2.iris-candidate"
  else
    put "$1" "$2.iris-candidate" 640 root:alloy
    changed=yes
  fi
}
candidate "$in/config" "$config"
{ without_block "$environment"; given block; } >"$in/.environment"
candidate "$in/.environment" "$environment"
if [ "$changed" = yes ]; then
  mkdir -p -m 700 /var/lib/iris
  { tail -n 50 /var/lib/iris/written 2>/dev/null; sha "$in/config"; } >"$in/.written"
  put "$in/.written" /var/lib/iris/written 600 root:root
fi
conclude changed "$changed"
