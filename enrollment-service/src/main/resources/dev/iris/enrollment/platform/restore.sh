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
rm -f /var/lib/iris/was-active /var/lib/iris/was-enabled
conclude changed yes
