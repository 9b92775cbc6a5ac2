COPY (
  SELECT InitiatingProcessFileName, strftime(Hour, '%Y-%m-%dT%H:%M:%S.0000000Z') AS Hour, Events
  FROM (SELECT InitiatingProcessFileName, date_trunc('hour', Timestamp) AS Hour, count(*) AS Events
        FROM @TABLE@ GROUP BY ALL)
) TO '/dev/stdout' (FORMAT csv, HEADER);
