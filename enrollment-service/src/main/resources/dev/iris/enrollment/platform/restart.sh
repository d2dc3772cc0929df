# Starts Alloy anew. That this succeeds says nothing of its configuration.
exclusively 120
systemctl daemon-reload
systemctl reset-failed alloy.service
systemctl enable alloy.service || refuse service-failed
systemctl restart alloy.service || refuse service-failed
conclude changed yes
