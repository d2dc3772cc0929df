# How the service does.
systemctl show alloy.service -p ActiveState -p SubState -p Result -p NRestarts | fact unit
conclude changed no
