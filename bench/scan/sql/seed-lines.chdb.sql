-- The best form that was found: a search of the whole line first, then the members of the few that are left.
SELECT Timestamp, DeviceName, InitiatingProcessAccountName AS AccountName, InitiatingProcessFileName, InitiatingProcessCommandLine,
       InitiatingProcessParentFileName, RemoteUrl, RemoteIP, RemotePort,
       multiIf(
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(workers\\.dev|pages\\.dev)($|[^a-z0-9])'), 'Cloudflare Workers',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(cloudfunctions\\.net)($|[^a-z0-9])'), 'Google Cloud Functions',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(lambda-url|execute-api)($|[^a-z0-9])'), 'AWS Lambda/API Gateway',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(azurewebsites\\.net|azurecontainerapps\\.io)($|[^a-z0-9])'), 'Azure Functions',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(netlify\\.app)($|[^a-z0-9])'), 'Netlify Functions',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(vercel\\.app)($|[^a-z0-9])'), 'Vercel Serverless',
         match(RemoteUrl, '(?i)(^|[^a-z0-9])(script\\.google\\.com)($|[^a-z0-9])'), 'Google Apps Script',
         'Other Serverless') AS ServerlessPlatform,
       if(lower(InitiatingProcessFileName) IN ('powershell.exe', 'pwsh.exe', 'cmd.exe', 'wscript.exe', 'cscript.exe', 'mshta.exe', 'rundll32.exe',
         'regsvr32.exe', 'msbuild.exe', 'python.exe', 'python3.exe', 'node.exe', 'curl.exe', 'wget.exe', 'wmic.exe', 'bitsadmin.exe'), 'true', 'false') AS IsSuspiciousProcess
FROM (
  SELECT JSONExtractString(line, 'Timestamp') AS Timestamp,
    JSONExtractString(line, 'DeviceName') AS DeviceName,
    JSONExtractString(line, 'InitiatingProcessAccountName') AS InitiatingProcessAccountName,
    JSONExtractString(line, 'InitiatingProcessFileName') AS InitiatingProcessFileName,
    JSONExtractString(line, 'InitiatingProcessCommandLine') AS InitiatingProcessCommandLine,
    JSONExtractString(line, 'InitiatingProcessParentFileName') AS InitiatingProcessParentFileName,
    JSONExtractString(line, 'RemoteUrl') AS RemoteUrl,
    JSONExtractString(line, 'RemoteIP') AS RemoteIP,
    JSONExtractInt(line, 'RemotePort') AS RemotePort
  FROM file('@DATA@', LineAsString, 'line String')
  WHERE multiSearchAnyCaseInsensitive(line, ['workers.dev', 'pages.dev', 'cloudfunctions.net', 'lambda-url', 'execute-api', 'azurewebsites.net', 'azurecontainerapps.io',
    'netlify.app', 'vercel.app', 'script.google.com'])
)
WHERE Timestamp > '2026-05-12T00:00:00.0000000Z'
  AND match(RemoteUrl, '(?i)(^|[^a-z0-9])(workers\\.dev|pages\\.dev|cloudfunctions\\.net|lambda-url|execute-api|azurewebsites\\.net|azurecontainerapps\\.io|netlify\\.app|vercel\\.app|script\\.google\\.com)($|[^a-z0-9])')
  AND lower(InitiatingProcessFileName) NOT IN ('chrome.exe', 'firefox.exe', 'msedge.exe', 'iexplore.exe', 'opera.exe', 'brave.exe', 'vivaldi.exe')
ORDER BY Timestamp DESC
SETTINGS max_threads = @THREADS@
