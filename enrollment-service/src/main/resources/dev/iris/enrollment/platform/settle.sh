# It runs as it should: what was before is not needed any more.
exclusively 120
config=$(given config-file) environment=$(given environment-file)
systemctl is-enabled --quiet alloy.service || systemctl enable alloy.service || refuse service-failed
rm -f "$config.iris-previous" "$environment.iris-previous" "$config.iris-candidate" "$environment.iris-candidate" \
  /var/lib/iris/was-active /var/lib/iris/was-enabled /var/lib/iris/aside /var/lib/iris/other-unit
mkdir -p -m 700 /var/lib/iris
put "$in/running" /var/lib/iris/running 600 root:root
conclude changed yes
