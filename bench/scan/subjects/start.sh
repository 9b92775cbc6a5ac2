# What a small query costs: the time to the first byte of its answer.
echo "== start, over 1000 rows; goal: the first byte within 30 ms"
small=$work/small.ndjson
head -1000 "$(data plain)" >"$small"
start_case() {
  printf '%s 1t\t%s\n' "$1" "$bin/quarry query -e '$2' -d DeviceNetworkEvents=$small --now $now --format csv"
}
{
  start_case 'quarry count' 'DeviceNetworkEvents | count'
  start_case 'quarry filter' 'DeviceNetworkEvents | where RemoteUrl has "workers.dev" | project Timestamp, DeviceName, RemoteUrl'
  start_case 'quarry groups' 'DeviceNetworkEvents | summarize count() by InitiatingProcessFileName, bin(Timestamp, 1h)'
  start_case 'quarry join' 'DeviceNetworkEvents | join kind=inner (DeviceNetworkEvents | where RemotePort == 80) on DeviceName | count'
  printf 'quarry version 1t\t%s\n' "$bin/quarry version"
  duckdb ' nine' "$(duckdb_sql nine)" "$small" 1
} | measure "$(size_of "$small")" "$((rounds < 11 ? 11 : rounds))"
