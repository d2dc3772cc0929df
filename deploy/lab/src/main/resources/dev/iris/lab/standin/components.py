"""The components and blocks that the stand-in knows, with their attributes: those that Iris writes, and their neighbours."""


class Shape:
    """What a block may hold. Types: s string, S secret, b bool, n number, d duration, m map, a anything; [x] lists of x."""

    def __init__(self, attributes="", blocks=None, exports="", handler=False, stability="generally-available"):
        self.attributes, self.required = {}, set()
        for word in attributes.split():
            name, kind = word.split(":")
            if name.startswith("!"):
                name = name[1:]
                self.required.add(name)
            self.attributes[name] = kind
        self.blocks, self.exports = blocks or {}, set(exports.split())
        self.handler, self.stability = handler, stability


def exporter(attributes="", blocks=None, **more):
    return Shape(attributes, blocks, "targets", handler=True, **more)


TLS = Shape("ca_file:s ca_pem:s cert_file:s cert_pem:s insecure_skip_verify:b key_file:s key_pem:S min_version:s server_name:s")
BASIC_AUTH = Shape("username:s password:S password_file:s")
AUTHORIZATION = Shape("type:s credentials:S credentials_file:s")
CLIENT = {"basic_auth": BASIC_AUTH, "authorization": AUTHORIZATION, "tls_config": TLS}
RULE = Shape("action:s modulus:n regex:s replacement:s separator:s source_labels:[s] target_label:s")
CLIENT_ATTRIBUTES = "bearer_token:S bearer_token_file:s enable_http2:b follow_redirects:b proxy_url:s no_proxy:s"
FLAGS = Shape("include:s exclude:s enabled:b")

CONFIG_BLOCKS = {
    "logging": Shape("level:s format:s write_to:[a]"),
    "tracing": Shape("sampling_fraction:n write_to:[a]"),
    "livedebugging": Shape("enabled:b"),
    "http": Shape("", {
        "auth": Shape("", {"basic": Shape("!username:s !password:S"),
                           "filter": Shape("paths:[s] authenticate_matching_paths:b")}),
        "tls": Shape("cert_file:s cert_pem:s key_file:s key_pem:S client_ca_file:s client_auth_type:s min_version:s"),
    }),
}

UNIX_BLOCKS = {
    "arp": Shape("device_exclude:s device_include:s netlink:b"), "bcache": Shape("priority_stats:b"),
    "cpu": Shape("guest:b info:b bugs_include:s flags_include:s"), "disk": Shape("device_exclude:s device_include:s"),
    "ethtool": Shape("device_exclude:s device_include:s metrics_include:s"),
    "filesystem": Shape("fs_types_exclude:s fs_types_include:s mount_points_exclude:s mount_points_include:s mount_timeout:d"),
    "hwmon": Shape("chip_exclude:s chip_include:s"), "ipvs": Shape("backend_labels:[s]"), "ksmd": Shape(),
    "netclass": Shape("ignore_invalid_speed_device:b ignored_devices:s"),
    "netdev": Shape("address_info:b device_exclude:s device_include:s"), "netstat": Shape("fields:s"),
    "ntp": Shape("server:s"), "perf": Shape("cpus:s tracepoint:[s]"), "powersupply": Shape("ignored_supplies:s"),
    "runit": Shape("service_dir:s"), "supervisord": Shape("url:s"), "sysctl": Shape("include:[s] include_info:[s]"),
    "systemd": Shape("enable_restarts:b start_time:b task_metrics:b unit_exclude:s unit_include:s"),
    "tapestats": Shape("ignored_devices:s"), "textfile": Shape("directory:s"), "vmstat": Shape("fields:s"),
}

COMPONENTS = {
    "prometheus.exporter.unix": exporter(
        "include_exporter_metrics:b procfs_path:s sysfs_path:s rootfs_path:s udev_data_path:s "
        "enable_collectors:[s] disable_collectors:[s] set_collectors:[s]", UNIX_BLOCKS),
    "prometheus.exporter.self": exporter(),
    "prometheus.exporter.windows": exporter("enabled_collectors:[s] timeout:d", {
        name: FLAGS for name in ("exchange", "iis", "logical_disk", "memory", "mssql", "net", "network", "physical_disk",
                                 "printer", "process", "scheduled_task", "service", "smb", "smb_client", "smtp", "text_file")}),
    "prometheus.exporter.postgres": exporter(
        "!data_source_names:[S] custom_queries_config_path:s disable_default_metrics:b disable_settings_metrics:b "
        "enabled_collectors:[s]",
        {"autodiscovery": Shape("enabled:b database_allowlist:[s] database_denylist:[s]"),
         "stat_statements": Shape("include_query:b query_length:n")}),
    "prometheus.exporter.mysql": exporter(
        "!data_source_name:S enable_collectors:[s] disable_collectors:[s] set_collectors:[s] lock_wait_timeout:n log_slow_filter:b",
        {"info_schema.processlist": Shape("min_time:n processes_by_user:b processes_by_host:b"),
         "info_schema.tables": Shape("databases:s"),
         "perf_schema.eventsstatements": Shape("limit:n text_limit:n time_limit:n"),
         "perf_schema.file_instances": Shape("filter:s remove_prefix:s"), "perf_schema.memory_events": Shape("remove_prefix:s"),
         "heartbeat": Shape("database:s table:s utc:b"), "mysql.user": Shape("privileges:b")}),
    "prometheus.exporter.mongodb": exporter(
        "!mongodb_uri:S compatible_mode:b collect_all:b direct_connect:b discovering_mode:b enable_db_stats:b "
        "enable_diagnostic_data:b enable_replicaset_status:b enable_coll_stats:b enable_index_stats:b enable_top_metrics:b"),
    "prometheus.exporter.apache": exporter("scrape_uri:s host_override:s insecure:b"),
    "prometheus.exporter.redis": exporter(
        "!redis_addr:s redis_user:s redis_password:S redis_password_file:s namespace:s config_command:s check_keys:[s] "
        "connection_timeout:d skip_tls_verification:b is_cluster:b ping_on_connect:b set_client_name:b"),
    "prometheus.exporter.memcached": exporter("address:s timeout:d", {"tls_config": TLS}),
    "prometheus.exporter.elasticsearch": exporter(
        "address:s timeout:d all:b node:s indices:b indices_settings:b cluster_settings:b shards:b snapshots:b aliases:b",
        {"basic_auth": BASIC_AUTH}),
    "prometheus.exporter.mssql": exporter(
        "!connection_string:S connection_name:s max_idle_connections:n max_open_connections:n timeout:d query_config:s"),
    "prometheus.exporter.kafka": exporter(
        "!kafka_uris:[s] instance:s use_sasl:b sasl_username:s sasl_password:S sasl_mechanism:s use_tls:b "
        "insecure_skip_verify:b kafka_version:s topics_filter_regex:s groups_filter_regex:s"),
    "prometheus.exporter.process": exporter(
        "procfs_path:s track_children:b track_threads:b gather_smaps:b recheck_on_scrape:b remove_empty_groups:b",
        {"matcher": Shape("name:s comm:[s] exe:[s] cmdline:[s]")}),
    "prometheus.exporter.cadvisor": exporter("store_container_labels:b docker_host:s containerd_host:s docker_only:b "
                                             "enabled_metrics:[s] disabled_metrics:[s] storage_duration:d"),
    "prometheus.exporter.blackbox": exporter(
        "config:s config_file:s probe_timeout_offset:d targets:[m]",
        {"target": Shape("!name:s !address:s module:s labels:m")}),
    "prometheus.exporter.snmp": exporter(
        "config:s config_file:s config_merge_strategy:s concurrency:n targets:[m]",
        {"target": Shape("!address:s module:s auth:s walk_params:s snmp_context:s labels:m"),
         "walk_param": Shape("max_repetitions:n retries:n timeout:d")}),
    "prometheus.exporter.static": exporter("!text:s", stability="experimental"),
    "prometheus.exporter.consul": exporter("server:s"), "prometheus.exporter.dnsmasq": exporter("address:s leases_file:s"),
    "prometheus.exporter.squid": exporter("!address:s username:s password:S"),
    "prometheus.exporter.statsd": exporter("listen_udp:s listen_tcp:s listen_unixgram:s mapping_config_path:s"),

    "local.file": Shape("!filename:s is_secret:b detector:s poll_frequency:d", exports="content"),
    "local.file_match": Shape("!path_targets:[m] sync_period:d", exports="targets"),
    "discovery.relabel": Shape("!targets:[m]", {"rule": RULE}, "output rules"),
    "prometheus.scrape": Shape(
        "!targets:[m] !forward_to:[a] job_name:s honor_labels:b honor_timestamps:b metrics_path:s scheme:s "
        "scrape_interval:d scrape_timeout:d params:m " + CLIENT_ATTRIBUTES, CLIENT),
    "prometheus.relabel": Shape("!forward_to:[a] max_cache_size:n", {"rule": RULE}, "receiver rules"),
    "prometheus.remote_write": Shape("external_labels:m", {
        "endpoint": Shape("!url:s name:s headers:m remote_timeout:d send_exemplars:b " + CLIENT_ATTRIBUTES,
                          dict(CLIENT, queue_config=Shape("capacity:n max_shards:n min_shards:n max_samples_per_send:n "
                                                          "batch_send_deadline:d max_backoff:d min_backoff:d"))),
        "wal": Shape("truncate_frequency:d min_keepalive_time:d max_keepalive_time:d")}, "receiver"),
    "loki.source.journal": Shape("!forward_to:[a] path:s max_age:d matches:s labels:m relabel_rules:a format_as_json:b"),
    "loki.source.file": Shape("!targets:[m] !forward_to:[a] tail_from_end:b encoding:s", {"file_match": Shape("enabled:b sync_period:d")}),
    "loki.source.windowsevent": Shape("!forward_to:[a] eventlog_name:s xpath_query:s labels:m use_incoming_timestamp:b"),
    "loki.source.api": Shape("!forward_to:[a] labels:m use_incoming_timestamp:b relabel_rules:a",
                             {"http": Shape("listen_address:s listen_port:n")}),
    "loki.write": Shape("external_labels:m max_streams:n", {
        "endpoint": Shape("!url:s name:s headers:m tenant_id:s remote_timeout:d batch_size:s batch_wait:d " + CLIENT_ATTRIBUTES, CLIENT)},
        "receiver"),
}
ROOTS = {name.split(".")[0] for name in COMPONENTS} | {"otelcol"}
