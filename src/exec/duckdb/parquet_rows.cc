// External entry: DecodeParquetRows.
//
// A run of rows is asked for by their numbers, which lets DuckDB pass over all other row groups. Columns come in types
// that a vector of ours can take; what has no such type comes as text.
#include "exec/duckdb/parquet_rows.h"

#include <mutex>

#include "exec/duckdb/database.h"
#include "exec/duckdb/vectors.h"
#include "sql/tree.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr const char* kRowNumber = "file_row_number";

// The instance, opened with the first file and kept: it holds no data.
class DecoderDatabase {
 public:
  static Result<std::shared_ptr<DecoderDatabase>> Shared() {
    static std::mutex mutex;
    // Never destroyed: opening it costs as much as reading a small file, and at the end of the process it only goes.
    static auto& shared = *new std::shared_ptr<DecoderDatabase>;
    std::lock_guard lock(mutex);
    if (shared) return shared;
    if (Result<void> loaded = LoadDuckdb(); !loaded) return loaded.error();
    auto database = std::make_shared<DecoderDatabase>();
    duckdb_config config = nullptr;
    if (duckdb_create_config(&config) != DuckDBSuccess) return Error{"cannot configure DuckDB"};
    bool ok = true;
    for (const auto& [name, value] :
         {std::pair("threads", "1"), std::pair("autoinstall_known_extensions", "false"),
          std::pair("autoload_known_extensions", "false"), std::pair("enable_external_file_cache", "false")}) {
      ok = ok && duckdb_set_config(config, name, value) == DuckDBSuccess;
    }
    char* error = nullptr;
    ok = ok && duckdb_open_ext(nullptr, &database->database_, config, &error) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    if (!ok) {
      Error failed{"cannot open DuckDB: " + OneLine(error)};
      if (error != nullptr) duckdb_free(error);
      return failed;
    }
    shared = database;
    return database;
  }
  ~DecoderDatabase() {
    if (database_ != nullptr) duckdb_close(&database_);
  }
  duckdb_database get() const { return database_; }

 private:
  duckdb_database database_ = nullptr;
};

// A path in which nothing is a wildcard.
std::string LiteralPath(const std::string& path) {
  std::string out;
  for (const char c : path) {
    const bool special = c == '*' || c == '?' || c == '[';
    if (special) out += '[';
    out += c;
    if (special) out += ']';
  }
  return out;
}

// The column as a value that a vector of TypeOfForm(form) can hold; times as counts since 1970.
sql::ExprPtr Decoded(const ParquetRowRequest::Column& column) {
  const sql::ExprPtr value = sql::Column(column.name);
  switch (column.form) {
    case ParquetForm::kInteger:
      return sql::Cast(value, "BIGINT");
    case ParquetForm::kReal:
      return sql::Cast(value, "DOUBLE");
    case ParquetForm::kFloat:
      return sql::Cast(sql::Cast(sql::Cast(value, "FLOAT"), "VARCHAR"), "DOUBLE");
    case ParquetForm::kUnsigned64:
    case ParquetForm::kDecimal:
    case ParquetForm::kUuid:
    case ParquetForm::kJson:
      return sql::Cast(value, "VARCHAR");
    case ParquetForm::kFixedBytes:
      return sql::Call("lower", {sql::Call("hex", {value})});
    case ParquetForm::kDate:
    case ParquetForm::kTimestampMicros: {
      const sql::ExprPtr time = column.form == ParquetForm::kDate ? sql::Cast(value, "TIMESTAMP") : value;
      return sql::Case({sql::Call("isfinite", {time}), sql::Call("epoch_us", {time})}, nullptr);
    }
    case ParquetForm::kTimestampNanos:
      return sql::Call("epoch_ns", {value});
    case ParquetForm::kTimeOfDay:
      return sql::Call("epoch_us", {value});
    case ParquetForm::kNested:
      return sql::Cast(sql::Call("to_json", {value}), "VARCHAR");
    default:
      return value;
  }
}

sql::Query QueryOf(const ParquetRowRequest& request) {
  sql::Query query;
  for (const ParquetRowRequest::Column& column : request.columns) query.items.push_back({Decoded(column), {}});
  const sql::ExprPtr number = sql::Column(kRowNumber);
  query.items.push_back({number, {}});
  auto from = std::make_shared<sql::Relation>();
  from->kind = sql::Relation::Kind::kFunction;
  from->name = "read_parquet";
  from->args = {sql::String(LiteralPath(request.path)),
                sql::Binary("=", sql::Column("hive_partitioning"), sql::Bool(false))};
  query.from = from;
  if (request.only.empty()) {
    query.where =
        sql::And(sql::Binary(">=", number, sql::Integer(static_cast<int64_t>(request.first_row))),
                 sql::Binary("<", number, sql::Integer(static_cast<int64_t>(request.first_row + request.rows))));
  } else {
    std::vector<sql::ExprPtr> rows;
    for (const uint64_t row : request.only) rows.push_back(sql::Integer(static_cast<int64_t>(row)));
    query.where = sql::InList(number, std::move(rows));
  }
  return query;
}

// A count since 1970 in ticks; false when it is beyond what a datetime can say.
bool ToTicks(ParquetForm form, int64_t count, int64_t* ticks) {
  if (form == ParquetForm::kTimestampNanos) {
    *ticks = (count >= 0 ? count : count - 99) / 100 + kUnixEpochTicks;
    return true;
  }
  if (count > kMaxDateTimeTicks / 10 || count < -kUnixEpochTicks / 10) return false;
  *ticks = count * 10 + (form == ParquetForm::kTimeOfDay ? 0 : kUnixEpochTicks);
  return *ticks >= 0 && *ticks <= kMaxDateTimeTicks;
}

bool IsTime(ParquetForm form) {
  return form == ParquetForm::kDate || form == ParquetForm::kTimestampMicros || form == ParquetForm::kTimestampNanos ||
         form == ParquetForm::kTimeOfDay;
}

class DuckdbParquetRows final : public ParquetRowReader {
 public:
  DuckdbParquetRows(std::shared_ptr<DecoderDatabase> database, const ParquetRowRequest& request)
      : database_(std::move(database)) {
    for (const ParquetRowRequest::Column& column : request.columns) forms_.push_back(column.form);
    forms_.push_back(ParquetForm::kInteger);
  }
  DuckdbParquetRows(const DuckdbParquetRows&) = delete;
  DuckdbParquetRows& operator=(const DuckdbParquetRows&) = delete;
  ~DuckdbParquetRows() override {
    if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
    if (has_result_) duckdb_destroy_result(&result_);
    if (pending_ != nullptr) duckdb_destroy_pending(&pending_);
    if (statement_ != nullptr) duckdb_destroy_prepare(&statement_);
    if (connection_ != nullptr) duckdb_disconnect(&connection_);
  }

  Result<void> Start(const std::string& text) {
    if (duckdb_connect(database_->get(), &connection_) != DuckDBSuccess) return Error{"cannot connect to DuckDB"};
    if (duckdb_prepare(connection_, text.c_str(), &statement_) != DuckDBSuccess)
      return Error{OneLine(duckdb_prepare_error(statement_))};
    if (duckdb_pending_prepared_streaming(statement_, &pending_) != DuckDBSuccess)
      return Error{OneLine(duckdb_pending_error(pending_))};
    has_result_ = true;
    if (duckdb_execute_pending(pending_, &result_) != DuckDBSuccess)
      return Error{OneLine(duckdb_result_error(&result_))};
    return {};
  }

  Result<void> Next(Batch& out) override {
    out.rows = 0;
    while (out.rows == 0) {
      if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
      chunk_ = duckdb_fetch_chunk(result_);
      if (chunk_ == nullptr) {
        const char* error = duckdb_result_error(&result_);
        if (error != nullptr && *error != '\0') return Error{OneLine(error)};
        return {};
      }
      out.rows = duckdb_data_chunk_get_size(chunk_);
    }
    for (size_t c = 0; c < forms_.size(); ++c)
      Take(duckdb_data_chunk_get_vector(chunk_, c), forms_[c], out.rows, out.columns[c]);
    return {};
  }

 private:
  static void Take(duckdb_vector vector, ParquetForm form, size_t rows, ColumnVector& to) {
    to.Clear(rows);
    const VectorReader reader(vector, to.type());
    for (size_t row = 0; row < rows; ++row) {
      Cell cell = reader.Get(row);
      if (!cell.null && IsTime(form)) {
        int64_t ticks = 0;
        cell = ToTicks(form, cell.integer, &ticks) ? Cell::Integer(ticks) : Cell::Null();
      }
      to.Set(row, cell);
    }
  }

  std::shared_ptr<DecoderDatabase> database_;  // shared by all readers, the last one closes it
  std::vector<ParquetForm> forms_;
  duckdb_connection connection_ = nullptr;
  duckdb_prepared_statement statement_ = nullptr;
  duckdb_pending_result pending_ = nullptr;
  duckdb_result result_{};
  bool has_result_ = false;
  duckdb_data_chunk chunk_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<ParquetRowReader>> DecodeParquetRows(const ParquetRowRequest& request) {
  Result<std::shared_ptr<DecoderDatabase>> database = DecoderDatabase::Shared();
  if (!database) return database.error();
  auto rows = std::make_unique<DuckdbParquetRows>(*database, request);
  if (Result<void> started = rows->Start(sql::PrintDuckdb(QueryOf(request))); !started) return started.error();
  return std::unique_ptr<ParquetRowReader>(std::move(rows));
}

}  // namespace quarry
