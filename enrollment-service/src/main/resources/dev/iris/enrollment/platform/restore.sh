# It does not run with what was put in force: what was before comes back, and Alloy's last words are told.
exclusively 120
config=$(given config-file) environment=$(given environment-file)
journalctl -u alloy.service -n 40 --no-pager -o cat 2>/dev/null
restarts=no
if [ -e "$environment.iris-previous" ]; then
  mv -fT "$environment.iris-previous" "$environment"
  restarts=yes
fi
[ ! -e "$config.iris-previous" ] || mv -fT "$config.iris-previous" "$config"
rm -f /var/lib/iris/running
if [ -f /var/lib/iris/aside ]; then
  while read -r stamp file; do mv -fT "$file.before-iris.$stamp" "$file"; done </var/lib/iris/aside
  restarts=yes
  systemctl daemon-reload
fi
if [ "$(cat /var/lib/iris/was-active 2>/dev/null)" = no ]; then
  systemctl stop alloy.service
  [ "$(cat /var/lib/iris/was-enabled 2>/dev/null)" = enabled ] || systemctl disable alloy.service
  systemctl reset-failed alloy.service
elif [ "$restarts" = yes ] || [ "$(given restart)" = yes ] || ! systemctl is-active --quiet alloy.service; then
  systemctl reset-failed alloy.service
  systemctl restart alloy.service
  echo yes | fact restarted
else
  echo yes | fact active
fi
if [ -f /var/lib/iris/other-unit ]; then systemctl enable --now "$(cat /var/lib/iris/other-unit)" && echo yes | fact restarted; fi
rm -f /var/lib/iris/was-active /var/lib/iris/was-enabled /var/lib/iris/aside /var/lib/iris/other-unit
conclude changed yes
