# Stops Alloy and what runs beside it, and has them not started again.
exclusively 120
changed=no
# whoever takes a host out may not know what was put beside Alloy: Iris' lines in its settings do
beside=$(grep -lsxF '# iris: begin (Iris writes these lines; they win over what is above)' /etc/default/* | sed 's:.*/::; s:$:.service:')
for unit in alloy.service $beside $(given companions); do
  if systemctl is-active --quiet "$unit" || systemctl is-enabled --quiet "$unit" 2>/dev/null; then
    systemctl disable --now "$unit" || refuse service-failed
    changed=yes
  fi
  systemctl reset-failed "$unit" 2>/dev/null
done
rm -f /var/lib/iris/running
conclude changed "$changed"
