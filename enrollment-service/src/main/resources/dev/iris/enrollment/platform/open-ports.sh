# Lets the scrapers, and nobody else, reach the metrics ports. Only the firewall that filters is told, and so that it knows after a start.
exclusively 120
kind=$(firewall_kind)
if [ "$kind" = none ]; then conclude changed no; fi
[ -s "$in/scrapers" ] || refuse scrapers-unknown
if firewall_right "$kind"; then conclude changed no; fi
mkdir -p -m 700 /var/lib/iris
case $kind in
  nftables)
    settings=$(nft_settings)
    # what does not load the tables at a start cannot load what is added to them
    [ -n "$settings" ] && systemctl is-enabled --quiet nftables || refuse firewall-not-persistent
    nft_take_out
    mkdir -p -m 755 /etc/iris
    nft_rules >"$in/.rules"
    { without_block "$settings"; printf '# iris: begin (the ports of metrics)\ninclude "/etc/iris/firewall*.nft"\n# iris: end\n'; } >"$in/.settings"
    if ! grep -q '^[^#]*flush ruleset' "$settings"; then
      nft_chains | while read -r _ table _; do grep -Eqr "table [a-z0-9]* ?$table" "$settings" /etc/nftables /etc/nftables.d 2>/dev/null || exit 1; done || refuse firewall-not-persistent
    fi
    put "$in/.rules" /etc/iris/firewall.nft 644 root:root
    nft -c -f "$in/.settings" || { rm -f /etc/iris/firewall.nft; refuse firewall-not-persistent; }
    put "$in/.settings" "$settings" "$(stat -c %a "$settings")" "$(stat -c %U:%G "$settings")"
    nft -f "$in/.rules" || refuse firewall-failed
    ;;
  ufw)
    ufw_ours | while read -r rule; do ufw_rules | grep -qxF "$rule" || ufw delete $rule; done
    ufw_rules | while read -r rule; do ufw $rule comment iris-metrics || exit 1; done || refuse firewall-failed
    ;;
  firewalld)
    close_firewalld
    firewalld_rules >"$in/.rules"
    while read -r zone rule; do
      firewall-cmd --permanent --zone="$zone" --add-rich-rule="$rule" && firewall-cmd --zone="$zone" --add-rich-rule="$rule" || exit 1
    done <"$in/.rules" || refuse firewall-failed
    put "$in/.rules" /var/lib/iris/firewalld 600 root:root
    ;;
  iptables) refuse firewall-foreign ;;
esac
firewall_right "$kind" || refuse firewall-failed
conclude changed yes
