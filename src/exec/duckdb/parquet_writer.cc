// ParquetWriter over a DuckDB of its own: COPY of a table function, which pulls from the source's workers.
// External entry: ParquetWriter::Create.
#include "exec/parquet_writer.h"

#include <algorithm>
#include <mutex>

#include "exec/duckdb/database.h"
#include "exec/duckdb/vectors.h"
#include "sql/copy.h"
#include "sql/tree.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr const char* kRows = "quarry_rows";
constexpr uint64_t kDefaultMemory = 256 << 20;
using As = ParquetFileSpec::Field::As;

// The file that is being written; the table function's parameter is not needed, because there is one at a time.
struct Writing {
  const ParquetFileSpec* file = nullptr;
  std::unique_ptr<Scan> scan;
};

template <typename T>
void Delete(void* pointer) {
  delete static_cast<T*>(pointer);
}

struct LocalRows {
  std::unique_ptr<ScanWorker> worker;
  Batch batch;
};

duckdb_logical_type TypeOfField(const ParquetFileSpec& file, const ParquetFileSpec::Field& field) {
  switch (field.as) {
    case As::kTime:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP_TZ);
    case As::kSeventhDigit:
      return duckdb_create_logical_type(DUCKDB_TYPE_TINYINT);
    case As::kPlain:
      break;
  }
  return MakeLogicalType(file.scan.columns[field.column].type);
}

void Bind(duckdb_bind_info info) {
  const auto& writing = *static_cast<const Writing*>(duckdb_bind_get_extra_info(info));
  for (const ParquetFileSpec::Field& field : writing.file->fields) {
    duckdb_logical_type type = TypeOfField(*writing.file, field);
    duckdb_bind_add_result_column(info, field.name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void Init(duckdb_init_info info) {
  const auto& writing = *static_cast<const Writing*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, static_cast<idx_t>(std::max(1, writing.scan->max_workers())));
}

void InitLocal(duckdb_init_info info) {
  duckdb_init_set_init_data(info, new LocalRows, Delete<LocalRows>);
}

// `value(cell)` of each cell that is not null.
template <typename T, typename Value>
void FillFrom(duckdb_vector vector, const ColumnVector& column, size_t rows, const Value& value) {
  auto* to = static_cast<T*>(duckdb_vector_get_data(vector));
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (size_t row = 0; row < rows; ++row) {
    const Cell cell = column.Get(row);
    if (cell.null)
      duckdb_validity_set_row_invalid(validity, row);
    else
      to[row] = value(cell);
  }
}

void FillTimes(duckdb_vector vector, const ColumnVector& column, size_t rows) {
  FillFrom<int64_t>(vector, column, rows, [](const Cell& cell) {
    const int64_t ticks = cell.integer - kUnixEpochTicks;
    return (ticks >= 0 ? ticks : ticks - (kTicksPerMicrosecond - 1)) / kTicksPerMicrosecond;
  });
}

void FillDigits(duckdb_vector vector, const ColumnVector& column, size_t rows) {
  FillFrom<int8_t>(vector, column, rows, [](const Cell& cell) {
    return static_cast<int8_t>(cell.integer % kTicksPerMicrosecond);  // both counts begin on a whole microsecond
  });
}

void Pull(duckdb_function_info info, duckdb_data_chunk output) {
  const auto& writing = *static_cast<const Writing*>(duckdb_function_get_extra_info(info));
  auto& local = *static_cast<LocalRows*>(duckdb_function_get_local_init_data(info));
  if (!local.worker) {
    local.worker = writing.scan->NewWorker();
    for (const ScanColumn& column : writing.file->scan.columns) local.batch.columns.emplace_back(column.type);
  }
  if (!local.worker->Next(local.batch)) {
    duckdb_data_chunk_set_size(output, 0);
    return;
  }
  size_t at = 0;
  for (const ParquetFileSpec::Field& field : writing.file->fields) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(output, at++);
    const ColumnVector& column = local.batch.columns[field.column];
    if (field.as == As::kTime)
      FillTimes(vector, column, local.batch.rows);
    else if (field.as == As::kSeventhDigit)
      FillDigits(vector, column, local.batch.rows);
    else
      FillVector(vector, column, nullptr, local.batch.rows);
  }
  duckdb_data_chunk_set_size(output, local.batch.rows);
}

class DuckdbParquetWriter final : public ParquetWriter {
 public:
  ~DuckdbParquetWriter() override {
    if (connection_ != nullptr) duckdb_disconnect(&connection_);
    if (database_ != nullptr) duckdb_close(&database_);
  }

  Result<void> Open(const ParquetWriterSettings& settings) {
    if (Result<void> loaded = LoadDuckdb(); !loaded) return loaded.error();
    duckdb_config config = nullptr;
    if (duckdb_create_config(&config) != DuckDBSuccess) return Error{"cannot configure DuckDB"};
    const auto set = [&](const char* name, const std::string& value) {
      return duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess;
    };
    const uint64_t memory = settings.memory_limit > 0 ? settings.memory_limit : kDefaultMemory;
    bool ok = set("autoinstall_known_extensions", "false") && set("autoload_known_extensions", "false") &&
              set("temp_directory", settings.spill_folder) &&
              set("memory_limit", std::to_string((memory + 1023) / 1024) + "KiB");
    if (settings.threads > 0) ok = ok && set("threads", std::to_string(settings.threads));
    char* error = nullptr;
    ok = ok && duckdb_open_ext(nullptr, &database_, config, &error) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    if (!ok) {
      Error failed{"cannot open DuckDB: " + OneLine(error)};
      if (error != nullptr) duckdb_free(error);
      return failed;
    }
    if (duckdb_connect(database_, &connection_) != DuckDBSuccess) return Error{"cannot connect to DuckDB"};
    duckdb_table_function function = duckdb_create_table_function();
    duckdb_table_function_set_name(function, kRows);
    duckdb_table_function_set_extra_info(function, &writing_, nullptr);
    duckdb_table_function_set_bind(function, Bind);
    duckdb_table_function_set_init(function, Init);
    duckdb_table_function_set_local_init(function, InitLocal);
    duckdb_table_function_set_function(function, Pull);
    const bool registered = duckdb_register_table_function(connection_, function) == DuckDBSuccess;
    duckdb_destroy_table_function(&function);
    if (!registered) return Error{"DuckDB does not take the rows of an import"};
    return {};
  }

  Result<void> Write(const ParquetFileSpec& file) override {
    Result<std::unique_ptr<Scan>> scan = file.source->Open(file.scan);
    if (!scan) return scan.error();
    writing_.file = &file;
    writing_.scan = std::move(*scan);
    sql::Query query;
    for (const ParquetFileSpec::Field& field : file.fields) query.items.push_back({sql::Column(field.name), {}});
    auto from = std::make_shared<sql::Relation>();
    from->kind = sql::Relation::Kind::kFunction;
    from->name = kRows;
    query.from = from;
    sql::ParquetCopy copy;
    copy.path = file.path;
    copy.row_group_rows = file.row_group_rows;
    copy.metadata_key = file.metadata_key;
    copy.metadata = file.metadata;
    duckdb_result result;
    const bool done = duckdb_query(connection_, sql::PrintDuckdbCopy(query, copy).c_str(), &result) == DuckDBSuccess;
    const Error error{done ? std::string() : OneLine(duckdb_result_error(&result))};
    duckdb_destroy_result(&result);
    const ScanStatistics statistics = writing_.scan->statistics();
    writing_.scan.reset();
    if (!done) return error;
    if (!statistics.problems.empty()) return Error{statistics.problems[0]};
    return {};
  }

  void Interrupt() override {
    if (connection_ != nullptr) duckdb_interrupt(connection_);
  }

 private:
  Writing writing_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<ParquetWriter>> ParquetWriter::Create(const ParquetWriterSettings& settings) {
  auto writer = std::make_unique<DuckdbParquetWriter>();
  if (Result<void> opened = writer->Open(settings); !opened) return opened.error();
  return std::unique_ptr<ParquetWriter>(std::move(writer));
}

}  // namespace quarry
