# Time and memory as the data grow: time linearly, memory not at all.
n=${threads[-1]}
for question in serverless nine hours; do
  case $question in
    serverless) kql=$seed_kql ;;
    *) kql=$here/$question.kql ;;
  esac
  echo "== $question.kql as the data grow; goals: GB/s stay, peak memory within 64 MB"
  for gigabytes in ${QUARRY_BENCH_SIZES:-1 4 16}; do
    size=$((gigabytes << 30))
    if [ ! -f "$work/DeviceNetworkEvents-$size-plain.ndjson" ] && [ "$(df --output=avail -B1 "$work" | tail -1)" -lt $((size + (5 << 30))) ]; then
      echo "bench: the disk does not hold $gigabytes GiB more: left out" >&2
      continue
    fi
    file=$(data plain "$size")
    quarry " $gigabytes GiB" "$kql" "$file" "$n" | measure "$(size_of "$file")" 3
  done
done
