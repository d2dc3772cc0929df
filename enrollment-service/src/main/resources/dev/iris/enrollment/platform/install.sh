# The repository, the package in the wanted version, and what runs beside it. Run again, it changes only what is not right.
changed=no placed_anew=no
want=$(given version)
pm_repair
before=$(pm_version alloy)
place_repository
if [ "$placed_anew" = yes ] || [ -z "$before" ] || { [ -n "$want" ] && [ "$want" != "$before" ]; }; then
  pm_trust "$(given key-file)"
  pm_refresh || refuse_by repository-unreachable
fi
if [ -z "$want" ]; then
  want=$(newer "$(pm_newest alloy)" "$before")
  [ -n "$want" ] || refuse version-unavailable
fi
if [ "$before" != "$want" ]; then
  pm_offers alloy "$want" || { pm_versions alloy; refuse version-unavailable; }
  pm_install alloy "$want" || refuse_by install-failed
  [ "$(pm_version alloy)" = "$want" ] || refuse install-failed
  changed=yes
fi
[ "$placed_anew" = no ] || changed=yes
if [ -n "$(given version)" ]; then pm_hold alloy; else pm_release alloy; fi

number=1
while [ -s "$in/companion-$number" ]; do
  name=$(given "companion-$number") arguments=$(given "companion-$number-file") anew=no
  if [ -z "$(pm_version "$name")" ]; then
    pm_offers "$name" '' || pm_refresh_all || refuse companion-unavailable
    pm_offers "$name" '' || refuse companion-unavailable
    pm_install "$name" '' || refuse_by companion-unavailable
    anew=yes
  fi
  { without_block "$arguments"; given "companion-$number-block"; } >"$in/.arguments"
  if ! same "$in/.arguments" "$arguments"; then
    put "$in/.arguments" "$arguments" 644 root:root
    anew=yes
  fi
  if [ "$anew" = yes ] || ! systemctl is-active --quiet "$name.service" || ! systemctl is-enabled --quiet "$name.service"; then
    systemctl reset-failed "$name.service"
    systemctl enable "$name.service" && systemctl restart "$name.service" || refuse companion-failed
    changed=yes
  fi
  number=$((number + 1))
done
conclude changed "$changed"
