# Puts the candidates in force, and keeps what was. Whatever somebody set up by hand is kept besides.
exclusively 120
config=$(given config-file) environment=$(given environment-file) stamp=$(given stamp)
mkdir -p -m 700 /var/lib/iris
restart=no reload=no
aside() {
  echo "$stamp $1" >>/var/lib/iris/aside
  mv -fT "$1" "$1.before-iris.$stamp" && restart=yes || refuse write-failed
}
if [ ! -e "$config.iris-previous" ] && [ ! -e "$environment.iris-previous" ]; then
  if systemctl is-active --quiet alloy.service; then echo yes; else echo no; fi >/var/lib/iris/was-active
  systemctl is-enabled alloy.service >/var/lib/iris/was-enabled
fi
# a unit in /etc comes before the package's
if [ -f /etc/systemd/system/alloy.service ]; then aside /etc/systemd/system/alloy.service; fi
for drop_in in $(grep -lsE '^(ExecStart|EnvironmentFile|User)=' /etc/systemd/system/alloy.service.d/*.conf); do aside "$drop_in"; done
[ "$restart" = no ] || systemctl daemon-reload
other=$(given other-unit)
if [ -n "$other" ]; then
  echo "$other" >/var/lib/iris/other-unit
  systemctl disable --now "$other" || refuse service-failed
  restart=yes
fi
foreign() { # FILE: nobody's package and not Iris wrote this
  [ -f "$1" ] && ! grep -qsxF "$(sha "$1")" /var/lib/iris/written && { ! pm_known alloy || pm_altered alloy | grep -q " $1\$"; }
}
in_force() { # FILE
  [ -f "$1.iris-candidate" ] || return 1
  if [ -f "$1" ] && [ ! -e "$1.iris-previous" ]; then cp -p "$1" "$1.iris-previous" && sync "$1.iris-previous" || refuse write-failed; fi
  mv -fT "$1.iris-candidate" "$1" || refuse write-failed
  if have restorecon; then restorecon "$1"; fi
}
if [ -f "$config.iris-candidate" ] && foreign "$config"; then cp -p "$config" "$config.before-iris.$stamp"; fi
if [ -f "$environment.iris-candidate" ] && [ -z "$(block_of "$environment")" ] && foreign "$environment"; then
  cp -p "$environment" "$environment.before-iris.$stamp"
fi
if in_force "$environment"; then restart=yes; fi
if in_force "$config"; then reload=yes; fi
echo "$restart" | fact restart
if systemctl is-active --quiet alloy.service; then echo yes | fact active; fi
conclude changed "$reload"
