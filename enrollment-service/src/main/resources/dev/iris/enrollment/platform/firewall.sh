# Firewalls: which one filters, what it would take to let the scrapers in, and whether that is so already.
metric_ports=$(given ports | tr '\n' ' ')
tag="iris-metrics $(cat "$in/scrapers" "$in/ports" 2>/dev/null | sha256sum | cut -c1-12)"

firewall_kind() {
  if have firewall-cmd && firewall-cmd --state 2>/dev/null | grep -qx running; then
    echo firewalld
  elif have ufw && ufw status 2>/dev/null | grep -q '^Status: active'; then
    echo ufw
  elif have nft && [ -n "$(nft_chains)" ]; then
    if nft_chains | grep -q foreign; then echo iptables; else echo nftables; fi
  elif have iptables && iptables -S INPUT 2>/dev/null | grep -Eq '^-P INPUT DROP|-j (DROP|REJECT)'; then
    echo iptables
  else
    echo none
  fi
}

# A line "family table chain" for each base chain that filters what comes in; "foreign" besides, if iptables owns it.
nft_chains() {
  nft list ruleset 2>/dev/null | awk '
    /^# Warning: table .* is managed by iptables/ { theirs[$4 " " $5] = 1 }
    /^table / { family = $2; table = $3; sub(/\{$/, "", table) }
    /^[ \t]+chain / { chain = $2; input = 0; filters = 0; next }
    /type filter hook input/ { input = 1; if (/policy drop/) filters = 1; next }
    /(^|[ \t])(drop|reject|jump|goto)([ \t;]|$)/ { if (input) filters = 1 }
    /^[ \t]+}/ { if (input && filters) print family, table, chain, ((family " " table) in theirs ? "foreign" : ""); input = 0 }'
}

list_of() { given scrapers | grep "$1" | paste -sd, - | sed 's/,/, /g'; }
nft_rules() {
  four=$(list_of '\.') six=$(list_of :) to=$(given ports | paste -sd, - | sed 's/,/, /g')
  nft_chains | while read -r family table chain _; do
    if [ -n "$four" ] && [ "$family" != ip6 ]; then
      echo "insert rule $family $table $chain ip saddr { $four } tcp dport { $to } accept comment \"$tag\""
    fi
    if [ -n "$six" ] && [ "$family" != ip ]; then
      echo "insert rule $family $table $chain ip6 saddr { $six } tcp dport { $to } accept comment \"$tag\""
    fi
  done
}
nftables_right() {
  [ "$(nft list ruleset | grep -c "comment \"$tag\"")" = "$(nft_rules | wc -l)" ] &&
    [ "$(nft list ruleset | grep -c 'comment "iris-metrics ')" = "$(nft_rules | wc -l)" ] &&
    [ "$(cat /etc/iris/firewall.nft 2>/dev/null)" = "$(nft_rules)" ] && grep -qs '^# iris: begin' "$(nft_settings)"
}
nft_settings() { for file in /etc/nftables.conf /etc/sysconfig/nftables.conf; do [ -f "$file" ] && echo "$file" && return; done; }
nft_take_out() {
  nft_chains | while read -r family table chain _; do
    nft -a list chain "$family" "$table" "$chain" | sed -n 's/.*comment "iris-metrics .*# handle \([0-9]*\)$/\1/p' |
      while read -r handle; do nft delete rule "$family" "$table" "$chain" handle "$handle"; done
  done
}

ufw_rules() { given scrapers | sed -e 's:\.\(.*\)/32$:.\1:' -e 's:/128$::' | while read -r from; do
  for port in $metric_ports; do echo "allow from $from to any port $port proto tcp"; done
done; }
ufw_ours() { ufw show added | sed -n "s/^ufw \(allow .*\) comment 'iris-metrics'\$/\1/p"; }
ufw_right() { [ "$(ufw_ours | sort)" = "$(ufw_rules | sort)" ]; }

firewalld_zones() { { firewall-cmd --get-default-zone; firewall-cmd --get-active-zones | sed -n 's/^\([^ ].*\)/\1/p' | cut -d' ' -f1; } | sort -u; }
firewalld_rules() { firewalld_zones | while read -r zone; do
  given scrapers | while read -r from; do
    case $from in *:*) family=ipv6 ;; *) family=ipv4 ;; esac
    for port in $metric_ports; do
      echo "$zone rule family=\"$family\" source address=\"$from\" port port=\"$port\" protocol=\"tcp\" accept"
    done
  done
done; }
firewalld_right() {
  [ "$(cat /var/lib/iris/firewalld 2>/dev/null)" = "$(firewalld_rules)" ] &&
    firewalld_rules | while read -r zone rule; do
      firewall-cmd --zone="$zone" --query-rich-rule="$rule" >/dev/null && firewall-cmd --permanent --zone="$zone" --query-rich-rule="$rule" >/dev/null || exit 1
    done
}

close_firewalld() {
  [ -f /var/lib/iris/firewalld ] || return 0
  while read -r zone rule; do
    firewall-cmd --permanent --zone="$zone" --remove-rich-rule="$rule"
    firewall-cmd --zone="$zone" --remove-rich-rule="$rule"
  done </var/lib/iris/firewalld
  rm -f /var/lib/iris/firewalld
}

iptables_right() { given scrapers | while read -r from; do
  case $from in *:*) tool=ip6tables ;; *) tool=iptables ;; esac
  for port in $metric_ports; do "$tool" -C INPUT -s "$from" -p tcp -m tcp --dport "$port" -j ACCEPT 2>/dev/null || exit 1; done
done; }

firewall_right() {
  case $1 in
    none) true ;;
    *) [ -s "$in/scrapers" ] && "$1_right" ;;
  esac
}
