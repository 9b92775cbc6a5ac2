// quarry_bench_duckdb_query SQL_FILE DATA THREADS: runs the statement in DuckDB's own reader, with @DATA@ replaced, and
// lets it write its rows to standard output.
#include <duckdb.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {
bool Run(duckdb_connection connection, const std::string& sql) {
  duckdb_result result;
  const bool done = duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
  if (!done) std::fprintf(stderr, "%s\n", duckdb_result_error(&result));
  duckdb_destroy_result(&result);
  return done;
}
}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: quarry_bench_duckdb_query SQL_FILE DATA THREADS\n");
    return 3;
  }
  std::ifstream file(arguments[1]);
  std::string sql((std::istreambuf_iterator<char>(file)), {});
  const size_t at = sql.find("@DATA@");
  if (at == std::string::npos) return 3;
  sql.replace(at, 6, arguments[2]);
  duckdb_database database;
  duckdb_connection connection;
  if (duckdb_open(nullptr, &database) != DuckDBSuccess || duckdb_connect(database, &connection) != DuckDBSuccess)
    return 3;
  const bool done = Run(connection, std::string("SET threads = ") + arguments[3]) &&
                    Run(connection, "SET preserve_insertion_order = false") && Run(connection, sql);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  return done ? 0 : 1;
}
