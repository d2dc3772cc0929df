# Package managers must come to their end, whatever becomes of the connection: they run on their own, and are waited for.
exclusively 1200
job=/run/iris-job
rm -rf "$job"
cp -r "$in" "$job" && rm -f "$job/.log" || refuse write-failed
setsid sh "$job/script" "$job" >"$job/.log" 2>&1 3>&- </dev/null &
wait $!
cat "$job/.log"
what='' value=''
read -r what value <"$job/outcome"
rm -rf "$job"
[ -n "$what" ] || exit 70
conclude "$what" "$value"
