"""chdb_query.py --query SQL: runs ClickHouse SQL in chDB (pip install chdb) and writes the answer to standard output."""
import sys

import chdb

if len(sys.argv) != 3 or sys.argv[1] != "--query":
    sys.exit("usage: chdb_query.py --query SQL")
sys.stdout.buffer.write(chdb.query(sys.argv[2], "CSVWithNames").bytes())
