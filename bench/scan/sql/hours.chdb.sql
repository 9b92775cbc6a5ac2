SELECT InitiatingProcessFileName, formatDateTime(toStartOfHour(parseDateTime64BestEffort(Timestamp, 7, 'UTC')), '%Y-%m-%dT%H:%i:%S.0000000Z', 'UTC') AS Hour, count() AS Events
FROM file('@DATA@', JSONEachRow, 'Timestamp String, InitiatingProcessFileName String')
GROUP BY ALL
SETTINGS max_threads = @THREADS@
