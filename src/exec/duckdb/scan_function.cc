#include "exec/duckdb/scan_function.h"

#include <algorithm>
#include <optional>
#include <string>

#include "exec/duckdb/vectors.h"
#include "exec/grouping/grouped_scan.h"
#include "plan/evaluator.h"

namespace quarry {

int64_t ScanTable::Add(NativeScan scan, std::shared_ptr<ScansOfQuery> query) {
  std::lock_guard lock(mutex_);
  scans_.emplace(next_, std::make_shared<RegisteredScan>(RegisteredScan{std::move(scan), std::move(query)}));
  return next_++;
}

void ScanTable::Remove(int64_t number) {
  std::lock_guard lock(mutex_);
  scans_.erase(number);
}

std::shared_ptr<const RegisteredScan> ScanTable::Find(int64_t number) const {
  std::lock_guard lock(mutex_);
  const auto found = scans_.find(number);
  return found == scans_.end() ? nullptr : found->second;
}

namespace {

struct BindData {
  std::shared_ptr<const RegisteredScan> registered;
};

// One opening of a scan, with the columns that DuckDB asks for.
struct OpenedScan {
  std::shared_ptr<const RegisteredScan> registered;
  ScanInUse* scan = nullptr;
  std::vector<ScanColumn> columns;               // that are read
  std::vector<ColumnId> ids;                     // of `columns`
  std::vector<Type> types;                       // of the batches' columns
  std::shared_ptr<const GroupingSpec> grouping;  // may be null
  std::vector<std::optional<size_t>> outputs;    // for each of DuckDB's vectors its column; nullopt: a virtual one
};

struct LocalScan {
  std::unique_ptr<ScanWorker> worker;
  Batch batch;
  std::optional<Evaluator> evaluator;
  std::vector<uint32_t> rows;
};

template <typename T>
void Delete(void* pointer) {
  delete static_cast<T*>(pointer);
}

void Bind(duckdb_bind_info info) {
  const auto* table = static_cast<const ScanTable*>(duckdb_bind_get_extra_info(info));
  duckdb_value number = duckdb_bind_get_parameter(info, 0);
  std::shared_ptr<const RegisteredScan> registered = table->Find(duckdb_get_int64(number));
  duckdb_destroy_value(&number);
  if (!registered) return duckdb_bind_set_error(info, "no such scan");
  const NativeScan& scan = registered->scan;
  const std::vector<Type> types = scan.OutputTypes();
  for (size_t i = 0; i < scan.names.size(); ++i) {
    duckdb_logical_type type = MakeLogicalType(types[i]);
    duckdb_bind_add_result_column(info, scan.names[i].c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
  if (scan.names.empty()) {  // a count of rows reads no column; DuckDB wants one
    duckdb_logical_type type = MakeLogicalType(Type::kBool);
    duckdb_bind_add_result_column(info, "_", type);
    duckdb_destroy_logical_type(&type);
  }
  constexpr uint64_t kTypicalRecordBytes = 512;
  duckdb_bind_set_cardinality(info, scan.source->estimated_bytes() / kTypicalRecordBytes + 1, false);
  duckdb_bind_set_bind_data(info, new BindData{std::move(registered)}, Delete<BindData>);
}

void Init(duckdb_init_info info) {
  const auto& bind = *static_cast<const BindData*>(duckdb_init_get_bind_data(info));
  const NativeScan& scan = bind.registered->scan;
  auto opened = std::make_unique<OpenedScan>();
  opened->registered = bind.registered;
  if (scan.grouping) {
    opened->columns = scan.spec.columns;
    opened->ids = scan.ids;
  }
  std::vector<std::optional<size_t>> position(scan.spec.columns.size());
  const auto need = [&](size_t column) {
    if (!position[column]) {
      position[column] = opened->columns.size();
      opened->columns.push_back(scan.spec.columns[column]);
      opened->ids.push_back(scan.ids[column]);
    }
    return *position[column];
  };
  const idx_t count = duckdb_init_get_column_count(info);
  for (idx_t i = 0; i < count; ++i) {
    const idx_t column = duckdb_init_get_column_index(info, i);
    if (column >= scan.names.size())
      opened->outputs.push_back(std::nullopt);
    else
      opened->outputs.push_back(scan.grouping ? column : need(column));
  }
  if (scan.predicate) {
    std::vector<ColumnId> read;
    CollectColumns(*scan.predicate, read);
    for (ColumnId id : read)
      need(static_cast<size_t>(std::find(scan.ids.begin(), scan.ids.end(), id) - scan.ids.begin()));
  }
  ScanSpec spec = scan.spec;
  spec.columns = opened->columns;
  Result<ScanInUse*> result = bind.registered->query->Open(*scan.source, std::move(spec));
  if (!result) return duckdb_init_set_error(info, result.error().message.c_str());
  opened->scan = *result;
  const int workers = scan.in_order ? 1 : std::max(1, opened->scan->scan->max_workers());
  if (scan.grouping) {
    auto grouping = std::make_shared<GroupingSpec>(*scan.grouping);
    LimitGroupingMemory(workers, *grouping);
    opened->grouping = std::move(grouping);
    opened->scan->grouped = true;
    opened->types = opened->grouping->OutputTypes();
  } else {
    for (const ScanColumn& column : opened->columns) opened->types.push_back(column.type);
  }
  duckdb_init_set_max_threads(info, static_cast<idx_t>(workers));
  duckdb_init_set_init_data(info, opened.release(), Delete<OpenedScan>);
}

// Makes the worker of a thread. DuckDB's local initialisation cannot reach the data of the global one, so that it only
// makes room and the first call fills it.
void InitLocal(duckdb_init_info info) {
  duckdb_init_set_init_data(info, new LocalScan, Delete<LocalScan>);
}

void StartWorker(const OpenedScan& opened, LocalScan& local) {
  local.worker = opened.grouping ? NewGroupingWorker(*opened.scan, opened.grouping) : opened.scan->scan->NewWorker();
  for (const Type type : opened.types) local.batch.columns.emplace_back(type);
  local.batch.Clear();
  if (opened.registered->scan.predicate) local.evaluator.emplace(opened.ids);
}

void Pull(duckdb_function_info info, duckdb_data_chunk output) {
  const auto& opened = *static_cast<const OpenedScan*>(duckdb_function_get_init_data(info));
  auto& local = *static_cast<LocalScan*>(duckdb_function_get_local_init_data(info));
  if (!local.worker) StartWorker(opened, local);
  const Expr* predicate = opened.registered->scan.predicate.get();
  size_t count = 0;
  const uint32_t* rows = nullptr;
  for (;;) {
    if (!local.worker->Next(local.batch)) {
      duckdb_data_chunk_set_size(output, 0);
      return;
    }
    count = local.batch.rows;
    if (predicate != nullptr) {
      local.rows.resize(count);
      for (uint32_t i = 0; i < count; ++i) local.rows[i] = i;
      local.evaluator->Filter(*predicate, local.batch, local.rows);
      rows = local.rows.size() == count ? nullptr : local.rows.data();
      count = local.rows.size();
    }
    if (count > 0) break;
  }
  if (!opened.grouping) opened.scan->passed += count;
  for (size_t i = 0; i < opened.outputs.size(); ++i) {
    if (!opened.outputs[i]) continue;
    FillVector(duckdb_data_chunk_get_vector(output, i), local.batch.columns[*opened.outputs[i]], rows, count);
  }
  duckdb_data_chunk_set_size(output, count);
}

}  // namespace

bool ScanTable::Register(duckdb_connection connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, std::string(kScanFunction).c_str());
  duckdb_logical_type number = duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
  duckdb_table_function_add_parameter(function, number);
  duckdb_destroy_logical_type(&number);
  duckdb_table_function_set_extra_info(function, this, nullptr);
  duckdb_table_function_set_bind(function, Bind);
  duckdb_table_function_set_init(function, Init);
  duckdb_table_function_set_local_init(function, InitLocal);
  duckdb_table_function_set_function(function, Pull);
  duckdb_table_function_supports_projection_pushdown(function, true);
  const bool registered = duckdb_register_table_function(connection, function) == DuckDBSuccess;
  duckdb_destroy_table_function(&function);
  return registered;
}

}  // namespace quarry
