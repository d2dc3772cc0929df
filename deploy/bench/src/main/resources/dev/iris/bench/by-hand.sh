# What somebody who does it by hand would send to each host: $1 is the repository. The signing key is on standard input.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
install -d -m 0755 /etc/apt/keyrings
cat >/etc/apt/keyrings/grafana.asc
echo "deb [signed-by=/etc/apt/keyrings/grafana.asc] $1 stable main" >/etc/apt/sources.list.d/grafana.list
apt-get -qq update
apt-get -qq -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install alloy >/dev/null
printf 'prometheus.exporter.self "alloy" { }\n\nprometheus.exporter.unix "host" { }\n' >/etc/alloy/config.alloy
sed -i 's/^CUSTOM_ARGS=.*/CUSTOM_ARGS="--server.http.listen-addr=0.0.0.0:12345 --disable-reporting"/' /etc/default/alloy
alloy fmt /etc/alloy/config.alloy >/dev/null
alloy validate /etc/alloy/config.alloy
systemctl enable --now alloy
