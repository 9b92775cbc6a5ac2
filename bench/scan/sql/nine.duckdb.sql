COPY (
  SELECT count(*) AS Rows, sum(RemotePort) AS Ports, strftime(max(Timestamp), '%Y-%m-%dT%H:%M:%S') AS Newest,
         count(*) FILTER (DeviceName <> '') AS A, count(*) FILTER (InitiatingProcessAccountName <> '') AS B,
         count(*) FILTER (InitiatingProcessFileName <> '') AS C, count(*) FILTER (InitiatingProcessCommandLine <> '') AS D,
         count(*) FILTER (InitiatingProcessParentFileName <> '') AS E, count(*) FILTER (RemoteUrl <> '') AS F,
         count(*) FILTER (RemoteIP <> '') AS G
  FROM @TABLE@
) TO '/dev/stdout' (FORMAT csv, HEADER);
