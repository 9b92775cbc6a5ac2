-- The same question as serverless.kql. `has` matches whole terms: runs of ASCII letters and digits. Times stay text, because
-- TIMESTAMP drops the seventh digit; the columns are named so that DuckDB reads no others.
COPY (
  SELECT Timestamp, DeviceName, InitiatingProcessAccountName AS AccountName, InitiatingProcessFileName, InitiatingProcessCommandLine,
         InitiatingProcessParentFileName, RemoteUrl, RemoteIP, RemotePort,
         CASE WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])(workers\.dev|pages\.dev)($|[^a-z0-9])') THEN 'Cloudflare Workers'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])cloudfunctions\.net($|[^a-z0-9])') THEN 'Google Cloud Functions'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])(lambda-url|execute-api)($|[^a-z0-9])') THEN 'AWS Lambda/API Gateway'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])(azurewebsites\.net|azurecontainerapps\.io)($|[^a-z0-9])') THEN 'Azure Functions'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])netlify\.app($|[^a-z0-9])') THEN 'Netlify Functions'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])vercel\.app($|[^a-z0-9])') THEN 'Vercel Serverless'
              WHEN regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])script\.google\.com($|[^a-z0-9])') THEN 'Google Apps Script'
              ELSE 'Other Serverless' END AS ServerlessPlatform,
         lower(InitiatingProcessFileName) IN ('powershell.exe', 'pwsh.exe', 'cmd.exe', 'wscript.exe', 'cscript.exe', 'mshta.exe', 'rundll32.exe',
           'regsvr32.exe', 'msbuild.exe', 'python.exe', 'python3.exe', 'node.exe', 'curl.exe', 'wget.exe', 'wmic.exe', 'bitsadmin.exe') AS IsSuspiciousProcess
  FROM read_json('@DATA@', format = 'newline_delimited', columns = {Timestamp: 'VARCHAR', DeviceName: 'VARCHAR', InitiatingProcessAccountName: 'VARCHAR',
         InitiatingProcessFileName: 'VARCHAR', InitiatingProcessCommandLine: 'VARCHAR', InitiatingProcessParentFileName: 'VARCHAR', RemoteUrl: 'VARCHAR',
         RemoteIP: 'VARCHAR', RemotePort: 'INTEGER'})
  WHERE Timestamp > '2026-05-12T00:00:00.0000000Z'
    AND regexp_matches(RemoteUrl, '(?i)(^|[^a-z0-9])(workers\.dev|pages\.dev|cloudfunctions\.net|lambda-url|execute-api|azurewebsites\.net|azurecontainerapps\.io|netlify\.app|vercel\.app|script\.google\.com)($|[^a-z0-9])')
    AND lower(InitiatingProcessFileName) NOT IN ('chrome.exe', 'firefox.exe', 'msedge.exe', 'iexplore.exe', 'opera.exe', 'brave.exe', 'vivaldi.exe')
  ORDER BY Timestamp DESC
) TO '/dev/stdout' (FORMAT csv, HEADER);
