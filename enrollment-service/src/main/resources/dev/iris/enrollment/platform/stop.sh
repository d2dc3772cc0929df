# Stops Alloy and what runs beside it, and has them not started again.
exclusively 120
changed=no
for unit in alloy.service $(given companions); do
  if systemctl is-active --quiet "$unit" || systemctl is-enabled --quiet "$unit" 2>/dev/null; then
    systemctl disable --now "$unit" || refuse service-failed
    changed=yes
  fi
  systemctl reset-failed "$unit" 2>/dev/null
done
rm -f /var/lib/iris/running
conclude changed "$changed"
