#include "exec/duckdb/database.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "exec/duckdb/newest_function.h"
#include "exec/duckdb/number_set_functions.h"

namespace quarry {

namespace {
std::string DefaultSpillFolder() {
  const char* folder = std::getenv("TMPDIR");
  return std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/quarry-spill-" +
         std::to_string(getpid());
}

std::string MemoryText(uint64_t bytes) {
  return std::to_string((bytes + 1023) / 1024) + "KiB";
}
}  // namespace

std::string OneLine(const char* message) {
  std::string_view text = message == nullptr ? "unknown error" : message;
  text = text.substr(0, text.find('\n'));
  const size_t colon = text.find(" Error: ");
  if (colon != std::string_view::npos && colon < 24) text.remove_prefix(colon + 8);
  return std::string(text);
}

Result<std::unique_ptr<Database>> Database::Open(const DatabaseSettings& settings) {
  if (Result<void> loaded = LoadDuckdb(); !loaded) return loaded.error();
  auto database = std::unique_ptr<Database>(new Database);
  database->settings_ = settings;
  database->spill_folder_ = settings.spill_folder.empty() ? DefaultSpillFolder() : settings.spill_folder;
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess) return Error{"cannot configure DuckDB"};
  const auto set = [&](const char* name, const std::string& value) {
    return duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess;
  };
  bool ok = set("preserve_insertion_order", "false") && set("autoinstall_known_extensions", "false") &&
            set("autoload_known_extensions", "false") && set("temp_directory", database->spill_folder_);
  if (settings.threads > 0) ok = ok && set("threads", std::to_string(settings.threads));
  if (settings.memory_limit > 0) ok = ok && set("memory_limit", MemoryText(settings.memory_limit));
  char* error = nullptr;
  const bool opened = ok && duckdb_open_ext(nullptr, &database->database_, config, &error) == DuckDBSuccess;
  duckdb_destroy_config(&config);
  if (!opened) {
    Error failed{"cannot open DuckDB: " + OneLine(error)};
    if (error != nullptr) duckdb_free(error);
    return failed;
  }
  Result<duckdb_connection> connection = database->Connect();
  if (!connection) return connection.error();
  const bool registered = database->scans_.Register(*connection) && RegisterElementsFunction(*connection) &&
                          RegisterNewestFunctions(*connection) && RegisterNumberSetFunctions(*connection);
  duckdb_disconnect(&*connection);
  if (!registered) return Error{"DuckDB does not take the native functions"};
  return database;
}

Database::~Database() {
  if (database_ != nullptr) duckdb_close(&database_);
}

Result<duckdb_connection> Database::Connect() {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(database_, &connection) != DuckDBSuccess) return Error{"cannot connect to DuckDB"};
  return connection;
}

Result<void> Database::Apply(const DatabaseSettings& settings) {
  std::lock_guard lock(mutex_);
  if (settings == settings_) return {};
  Result<duckdb_connection> connection = Connect();
  if (!connection) return connection.error();
  std::string text;
  if (settings.threads != settings_.threads)
    text += settings.threads > 0 ? "SET threads = " + std::to_string(settings.threads) + ";" : "RESET threads;";
  if (settings.memory_limit != settings_.memory_limit)
    text += settings.memory_limit > 0 ? "SET memory_limit = '" + MemoryText(settings.memory_limit) + "';"
                                      : "RESET memory_limit;";
  // The spill folder stays that of the first query: DuckDB cannot move it once it is used.
  duckdb_result result;
  const bool failed = !text.empty() && duckdb_query(*connection, text.c_str(), &result) != DuckDBSuccess;
  Error error{failed ? OneLine(duckdb_result_error(&result)) : std::string()};
  if (!text.empty()) duckdb_destroy_result(&result);
  duckdb_disconnect(&*connection);
  if (failed) return error;
  settings_.threads = settings.threads;
  settings_.memory_limit = settings.memory_limit;
  return {};
}

Result<std::shared_ptr<Database>> LazyDatabase::Get(const DatabaseSettings& settings) {
  std::lock_guard lock(mutex_);
  if (!database_) {
    Result<std::unique_ptr<Database>> opened = Database::Open(settings);
    if (!opened) return opened.error();
    database_ = std::move(*opened);
  } else if (Result<void> applied = database_->Apply(settings); !applied) {
    return applied.error();
  }
  return database_;
}

void Database::RemoveSpilledFiles() {
  std::error_code ignored;
  if (std::filesystem::exists(spill_folder_, ignored)) std::filesystem::remove_all(spill_folder_, ignored);
}

void LazyDatabase::RemoveSpilledFiles() {
  // While it is still being opened nothing has run, let alone spilled.
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock && database_) database_->RemoveSpilledFiles();
}

}  // namespace quarry
