# Takes out of the firewalls what Iris put in.
exclusively 120
changed=no
if have nft && nft list ruleset 2>/dev/null | grep -q 'comment "iris-metrics '; then
  nft_take_out
  changed=yes
fi
settings=$(nft_settings)
if [ -n "$settings" ] && grep -q '^# iris: begin' "$settings"; then
  without_block "$settings" >"$in/.settings"
  put "$in/.settings" "$settings" "$(stat -c %a "$settings")" "$(stat -c %U:%G "$settings")"
  changed=yes
fi
rm -rf /etc/iris
if have ufw && ufw show added 2>/dev/null | grep -q "comment 'iris-metrics'"; then
  ufw_ours | while read -r rule; do ufw delete $rule; done
  changed=yes
fi
if [ -f /var/lib/iris/firewalld ] && have firewall-cmd; then
  close_firewalld
  changed=yes
fi
conclude changed "$changed"
