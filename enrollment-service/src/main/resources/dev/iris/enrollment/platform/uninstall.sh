# Takes the package and its repository away, with their settings.
pm_repair
changed=no
pm_release alloy
if pm_known alloy; then
  pm_remove alloy || refuse_by uninstall-failed
  changed=yes
fi
for file in "$(given repository-file)" "$(given key-file)"; do
  if [ -e "$file" ]; then
    rm -f "$file"
    changed=yes
  fi
done
config=$(given config-file) environment=$(given environment-file)
rm -f "$config.iris-candidate" "$config.iris-previous" "$environment.iris-candidate" "$environment.iris-previous"
# rpm keeps what was changed: nothing of Iris is to stay, its secrets least of all
if [ -f "$environment.rpmsave" ]; then
  without_block "$environment.rpmsave" >"$in/.kept"
  put "$in/.kept" "$environment.rpmsave" 600 root:root
fi
if [ -f "$config.rpmsave" ] && grep -qsxF "$(sha "$config.rpmsave")" /var/lib/iris/written; then rm -f "$config.rpmsave"; fi
rm -rf /var/lib/iris
conclude changed "$changed"
