COPY (
  SELECT Timestamp, DeviceName, InitiatingProcessAccountName, InitiatingProcessFileName, InitiatingProcessCommandLine,
         InitiatingProcessParentFileName, RemoteUrl, RemoteIP, RemotePort
  FROM read_json('@DATA@', format = 'newline_delimited', columns = {Timestamp: 'VARCHAR', DeviceName: 'VARCHAR', InitiatingProcessAccountName: 'VARCHAR',
         InitiatingProcessFileName: 'VARCHAR', InitiatingProcessCommandLine: 'VARCHAR', InitiatingProcessParentFileName: 'VARCHAR', RemoteUrl: 'VARCHAR',
         RemoteIP: 'VARCHAR', RemotePort: 'INTEGER'})
  @ORDER@
) TO '@OUT@' (FORMAT parquet, COMPRESSION zstd);
