// External entry: Import.
#include "import/import.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <initializer_list>
#include <thread>

#include "base/ascii.h"
#include "bind/mappings/mappings.h"
#include "bind/mappings/recognize.h"
#include "bind/mappings/shape_text.h"
#include "bind/mappings/table_scan.h"
#include "catalog/catalog.h"
#include "engine/data_dir.h"
#include "engine/input_set.h"
#include "exec/executor.h"
#include "exec/parquet_writer.h"
#include "import/folder_change.h"
#include "import/input_identity.h"
#include "import/record_source.h"
#include "import/separate_inputs.h"
#include "import/sorted_records.h"
#include "import/spooling.h"
#include "import/table_columns.h"
#include "readers/codec/decode_limit.h"
#include "types/ticks.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

int64_t WallClock() {
  using namespace std::chrono;
  return kUnixEpochTicks +
         duration_cast<std::chrono::nanoseconds>(system_clock::now().time_since_epoch()).count() / 100;
}

// Whether `path` is `folder` or lies in it.
bool IsIn(const fs::path& path, const fs::path& folder) {
  const auto [at, end] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return at == folder.end() || (at->empty() && std::next(at) == folder.end());
}

// Carries a signal's flag to a writer that is busy.
class InterruptWatch {
 public:
  InterruptWatch(const std::atomic<bool>* cancelled, ParquetWriter& writer) {
    if (cancelled == nullptr) return;
    thread_ = std::thread([this, cancelled, &writer] {
      std::unique_lock lock(mutex_);
      while (!done_) {
        if (*cancelled) writer.Interrupt();
        changed_.wait_for(lock, std::chrono::milliseconds(20));
      }
    });
  }
  ~InterruptWatch() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::thread thread_;
};

class Importer {
 public:
  Importer(const ImportOptions& options, DiagnosticList& diagnostics, SourceMap& sources)
      : options_(options), diagnostics_(diagnostics), sources_(sources) {}

  Result<ImportReport> Run() {
    if (Result<void> checked = CheckFolder(); !checked) return checked.error();
    Result<std::unique_ptr<FolderChange>> change = FolderChange::Begin(options_.folder);
    if (!change) return change.error();
    change_ = std::move(*change);
    Result<std::optional<Manifest>> manifest = ReadManifest(options_.folder);
    if (!manifest) return manifest.error();
    if (*manifest) manifest_ = std::move(**manifest);
    if (options_.replace) ForgetEverything();
    if (Result<void> loaded = Load(); !loaded) return loaded.error();
    FindInputs();
    if (files_.empty() && report_.replaced.empty()) return std::move(report_);
    if (!files_.empty()) {
      if (Result<void> spooled = Spool(); !spooled) return spooled.error();
      if (Result<void> written = WriteTables(); !written) return written.error();
    }
    if (Cancelled()) return Error{"cancelled"};
    for (size_t i = 0; i < inputs_.size(); ++i) {
      inputs_[i].records = spooling_->records()[i];
      inputs_[i].imported = now_;
      manifest_.inputs.push_back(inputs_[i]);
    }
    if (Result<void> done = change_->Commit(kManifestName, WriteManifest(manifest_)); !done) return done.error();
    return std::move(report_);
  }

 private:
  bool Cancelled() const { return options_.cancelled != nullptr && *options_.cancelled; }

  Result<void> CheckFolder() {
    std::error_code error;
    const fs::path folder = fs::weakly_canonical(options_.folder, error);
    for (const InputSpec& input : options_.inputs) {
      const fs::path path = fs::weakly_canonical(input.path, error);
      if (input.path != "-" && fs::exists(input.path, error) && IsIn(folder, path))
        return Error{options_.folder + ": the folder lies in " + input.path + ", which is imported"};
    }
    if (!fs::exists(folder, error)) return {};
    if (!fs::is_directory(folder, error)) return Error{options_.folder + ": not a folder"};
    if (fs::exists(folder / kManifestName, error)) return {};
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().filename().string().starts_with(".quarry-")) continue;
      return Error{options_.folder + ": the folder holds other things and no import"};
    }
    return {};
  }

  void ForgetEverything() {
    for (const auto& [name, table] : manifest_.tables) {
      for (const ImportedPart& part : table.parts) change_->Remove(part.path);
    }
    manifest_ = Manifest{};
  }

  Result<void> Load() {
    // Readers of Parquet need the executor's decoder.
    Result<std::unique_ptr<Executor>> executor = Executor::Create();
    if (!executor) return executor.error();
    const std::string data = FindDataDir();
    Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(data);
    if (!catalog) return catalog.error();
    catalog_ = *catalog;
    Result<std::shared_ptr<const Mappings>> mappings = Mappings::Load(data, sources_);
    if (!mappings) return mappings.error();
    mappings_ = *mappings;
    set_ = std::make_unique<InputSet>(*mappings_, *catalog_, options_.most_decoded, options_.cancelled);
    return {};
  }

  // Recognises the inputs that were not imported before.
  void FindInputs() {
    for (const InputSpec& input : options_.inputs) {
      std::vector<std::string> problems;
      const std::vector<std::string> paths = ExpandPath(input.path, problems);
      for (const std::string& problem : problems) diagnostics_.Add(Code::Q0601, {}, problem);
      for (const std::string& path : paths) {
        if (std::find(files_.begin(), files_.end(), path) != files_.end()) continue;
        Result<ImportedInput> identity = IdentifyInput(path);
        if (!identity) {
          diagnostics_.Add(Code::Q0601, {}, identity.error().message);
          continue;
        }
        const ImportedInput* const part = IncompletePartOf(*identity);
        const bool is_known =
            !options_.again &&
            (part != nullptr ? IsStillIncomplete(path, input.format, *identity, *part) : IsKnown(path, *identity));
        if (is_known) {
          ForgetPartOfWhole(path, *identity);
          continue;
        }
        const size_t before = set_->files().size();
        set_->AddFile(path, path != input.path, input.table, input.format, diagnostics_);
        if (set_->files().size() == before) continue;
        if (part != nullptr) ForgetPart(path, *part);
        files_.push_back(path);
        inputs_.push_back(std::move(*identity));
      }
    }
    report_.inputs = files_.size();
  }

  static bool HaveSameContent(const ImportedInput& a, const ImportedInput& b) {
    return a.fingerprint == b.fingerprint && a.bytes == b.bytes;
  }

  // The input as it was imported before, when it was not read to its end then; nullptr: it was, or was not there.
  const ImportedInput* IncompletePartOf(const ImportedInput& identity) const {
    if (identity.fingerprint.empty()) return nullptr;
    const ImportedInput* found = nullptr;
    for (const ImportedInput& other : manifest_.inputs) {
      const bool is_same = HaveSameContent(other, identity);
      if (is_same && other.incomplete.empty()) return nullptr;
      if (!other.incomplete.empty() && (is_same || other.path == identity.path) && (found == nullptr || is_same))
        found = &other;
    }
    return found;
  }

  // Whether the file would end where it did: it is as it was, and may not decode to more than then.
  bool IsStillIncomplete(const std::string& path, const std::string& format, const ImportedInput& identity,
                         const ImportedInput& part) {
    // Samples may miss that a damaged place was repaired, so the time counts, too.
    if (!HaveSameContent(identity, part) || identity.modified != part.modified) return false;
    if (part.most_decoded != 0) {
      Result<Recognized> recognized = RecognizeFile(path, format);
      if (!recognized) return false;
      recognized->file.most_decoded = options_.most_decoded;
      if (DecodeLimit(recognized->file).Most(recognized->file.bytes) > part.most_decoded) return false;
    }
    report_.still_incomplete.push_back(part);
    report_.still_incomplete.back().path = path;
    return true;
  }

  // What was imported of an input before its end goes when this import is done. REQUIRES: `part` is of the manifest.
  void ForgetPart(const std::string& path, const ImportedInput& part) {
    report_.replaced.push_back(path + ": what was imported at " + FormatDateTime(part.imported) + ", " +
                               std::to_string(part.records) + (part.records == 1 ? " record (" : " records (") +
                               part.incomplete + ")");
    for (auto table = manifest_.tables.begin(); table != manifest_.tables.end();) {
      std::erase_if(table->second.parts, [&](const ImportedPart& of) {
        if (of.only_of != part.fingerprint) return false;
        change_->Remove(of.path);
        return true;
      });
      table = table->second.parts.empty() ? manifest_.tables.erase(table) : std::next(table);
    }
    std::erase_if(manifest_.inputs, [&](const ImportedInput& input) { return &input == &part; });
  }

  // What there is of a file that was incomplete, and now has the content of another one that was imported as a whole.
  void ForgetPartOfWhole(const std::string& path, const ImportedInput& identity) {
    const auto has_content = [&](const ImportedInput& other) {
      return other.incomplete.empty() && HaveSameContent(other, identity);
    };
    if (std::none_of(manifest_.inputs.begin(), manifest_.inputs.end(), has_content)) return;
    for (const ImportedInput& part : manifest_.inputs) {
      if (!part.incomplete.empty() && part.path == identity.path) return ForgetPart(path, part);
    }
  }

  bool IsKnown(const std::string& path, const ImportedInput& identity) {
    if (identity.fingerprint.empty()) return false;
    for (const std::vector<ImportedInput>* known :
         std::initializer_list<const std::vector<ImportedInput>*>{&manifest_.inputs, &inputs_}) {
      for (const ImportedInput& other : *known) {
        if (HaveSameContent(other, identity)) {
          const bool now = known == &inputs_;
          report_.skipped.push_back(path + ": " +
                                    (now ? "the same as " + other.path
                                         : "imported at " + FormatDateTime(other.imported) +
                                               (other.path == identity.path ? "" : " as " + other.path)));
          return true;
        }
      }
    }
    const auto changed = std::find_if(manifest_.inputs.begin(), manifest_.inputs.end(),
                                      [&](const ImportedInput& other) { return other.path == identity.path; });
    if (changed == manifest_.inputs.end()) return false;
    Diagnostic& d = diagnostics_.Add(Code::Q0601, {},
                                     path + ": changed since it was imported at " + FormatDateTime(changed->imported) +
                                         "; what it had then would be there twice");
    d.hints.emplace_back(
        "--replace starts the folder anew, --again imports the file as it is now beside what is there");
    return true;
  }

  Result<void> Spool() {
    const std::vector<SourceTable> sources = set_->Sources();
    spooling_ = std::make_unique<Spooling>(options_, *mappings_, *catalog_, change_->workspace(), files_);
    for (size_t i = 0; i < sources.size(); ++i) {
      shapes_.push_back(sources[i].shape);
      if (Result<void> added =
              spooling_->Add(i, sources[i], sources[i].source->Describe().starts_with("csv "), report_);
          !added)
        return added;
      if (Cancelled()) return Error{"cancelled"};
    }
    NoteIncomplete();
    return spooling_->Flush();
  }

  void NoteIncomplete() {
    alone_.assign(files_.size(), false);
    for (const IncompleteInput& incomplete : spooling_->incomplete()) {
      const auto at = std::find(files_.begin(), files_.end(), incomplete.path);
      if (at == files_.end()) continue;
      const auto number = static_cast<size_t>(at - files_.begin());
      ImportedInput& input = inputs_[number];
      input.incomplete += (input.incomplete.empty() ? "" : "; ") + incomplete.why;
      input.most_decoded = incomplete.most_decoded;
      alone_[number] = !input.fingerprint.empty();  // others are never known again
    }
  }

  Result<void> WriteTables() {
    ParquetWriterSettings settings;
    settings.threads = options_.threads;
    settings.memory_limit = options_.memory_limit;
    settings.spill_folder = change_->workspace() + "/spill";
    Result<std::unique_ptr<ParquetWriter>> writer = ParquetWriter::Create(settings);
    if (!writer) return writer.error();
    const InterruptWatch watch(options_.cancelled, **writer);
    std::vector<std::string> unknown = options_.sort;
    for (auto& [key, table] : spooling_->tables()) {
      if (Result<void> written = WriteTable(table, **writer, unknown); !written) {
        if (Cancelled()) return Error{"cancelled"};
        return written;
      }
    }
    if (!unknown.empty()) return Error{"--sort " + unknown[0] + ": no table has such a column"};
    for (auto& [name, table] : manifest_.tables) {
      std::sort(table.parts.begin(), table.parts.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    }
    return {};
  }

  Result<void> WriteTable(SpooledTable& table, ParquetWriter& writer, std::vector<std::string>& unknown_keys) {
    const TelemetryShape& shape = shapes_[table.source];
    StoredLayout layout = ChooseColumns(table.name, shape, table.statistics, *mappings_, *catalog_);
    layout.table = table.known ? table.name : std::string();
    const std::string time_column = TimeColumnOf(shape, layout, table.statistics);
    if (time_column.empty()) layout.time_paths = TimeScanOf(shape).paths;
    const bool add_time = !layout.time_paths.empty();
    layout.time_column = add_time ? std::string(kStoredTimeColumn) : time_column;
    ParquetFileSpec file = FileSpecOf(layout, add_time);
    const std::vector<RecordOrder> keys = SortKeysOf(layout, unknown_keys);
    const std::string folder = SafeFolderName(table.name);
    ImportedTable& known = manifest_.tables[table.name];
    known.kind = std::string(TelemetryKindName(shape.kind));
    known.time_column = layout.time_column;
    ImportReport::Table& report = ReportOf(table.name, known.kind);
    for (auto& [partition, spool] : table.partitions) {
      Result<std::vector<SeparatedSpool>> separated =
          SeparateInputs(std::move(spool), alone_, change_->workspace() + "/alone-");
      if (!separated) return separated.error();
      for (SeparatedSpool& one : *separated) {
        if (Cancelled()) return Error{"cancelled"};
        ImportedPart part;
        part.path = folder + "/" + (partition.empty() ? "" : partition + "/") + "part-" + change_->id() + "-" +
                    std::to_string(table.source);
        if (one.file) {
          part.path += "-" + std::to_string(*one.file);
          part.only_of = inputs_[*one.file].fingerprint;
        }
        part.path += ".parquet";
        if (Result<void> written = WritePart(*one.spool, keys, table.known, layout, file, writer, part); !written)
          return written;
        AddTo(report, part);
        known.parts.push_back(std::move(part));
        one.spool.reset();  // its file is not needed any more
      }
    }
    return {};
  }

  Result<void> WritePart(const RecordSpool& spool, const std::vector<RecordOrder>& keys, bool is_known,
                         StoredLayout& layout, ParquetFileSpec& file, ParquetWriter& writer, ImportedPart& part) {
    Result<std::string> at = change_->Place(part.path);
    if (!at) return at.error();
    file.path = *at;
    Result<std::unique_ptr<SortedRecords>> sorted = SortedRecords::Sort(spool, keys, change_->workspace() + "/sorted");
    if (!sorted) return sorted.error();
    // Records of no known table are recognised anew when they are read, as they were now.
    if (is_known) {
      Result<std::string> recognized = ShapeOf(**sorted, layout);
      if (!recognized) return recognized.error();
      layout.shape = std::move(*recognized);
      file.metadata = WriteLayout(layout);
    }
    file.source = NewRecordSource(**sorted, files_);
    file.row_group_rows = RowGroupRows(spool);
    if (Result<void> written = writer.Write(file); !written) return written;
    if (Result<void> synced = FolderChange::Sync(*at); !synced) return synced;
    std::error_code error;
    part.bytes = fs::file_size(*at, error);
    part.rows = spool.records();
    if (spool.first_time() != kNoTime) part.first = spool.first_time(), part.last = spool.last_time();
    return {};
  }

  ImportReport::Table& ReportOf(const std::string& name, const std::string& kind) {
    for (ImportReport::Table& table : report_.tables) {
      if (table.name == name) return table;
    }
    report_.tables.push_back({name, kind, 0, 0, 0, {}, {}, 0});
    return report_.tables.back();
  }

  void AddTo(ImportReport::Table& table, const ImportedPart& part) {
    table.records += part.rows;
    table.bytes += part.bytes;
    table.files += 1;
    if (!part.first) table.without_time += part.rows;
    if (part.first && (!table.first || *part.first < *table.first)) table.first = part.first;
    if (part.last && (!table.last || *part.last > *table.last)) table.last = part.last;
    report_.records += part.rows;
    report_.bytes_written += part.bytes;
  }

  // Where a record's time is looked for.
  ScanColumn TimeScanOf(const TelemetryShape& shape) const {
    ColumnIds ids;
    const RelPtr plan = ScanRecords(SourceTable{shape, std::make_shared<NoSource>()}, *mappings_, ids);
    const Rel* scan = plan.get();
    while (scan->kind != Rel::Kind::kScan) scan = scan->inputs[0].get();
    for (const ScanColumn& column : scan->scan_columns) {
      if (column.kind == ScanColumn::Kind::kField && column.name == "time") return column;
    }
    return {};
  }

  // The stored column that is the event's time in every record; "" when it is made of something else.
  std::string TimeColumnOf(const TelemetryShape& shape, const StoredLayout& layout,
                           const MemberStatistics& statistics) const {
    const ScanColumn column = TimeScanOf(shape);
    std::vector<const FieldPath*> present;
    for (const FieldPath& path : column.paths) {
      if (layout.members.MayHave(path)) present.push_back(&path);
    }
    if (present.empty()) return {};
    size_t steps = 0;
    const StoredColumn* stored = layout.Find(*present[0], &steps);
    if (stored == nullptr || steps != present[0]->size() || stored->type != Type::kDateTime) return {};
    const MemberNode* node = &statistics.root();
    for (const JsonStep& step : *present[0]) node = node == nullptr ? nullptr : node->Find(step.name);
    if (node == nullptr) return {};
    // Text that is read as a time says the same only when it is one in the usual form.
    const bool only_times = (node->values & ~static_cast<uint32_t>(kNullValue | kTimeText)) == 0;
    if (column.type != Type::kDateTime && !only_times) return {};
    // Other places count where this one has nothing.
    const bool in_all = node->records == statistics.root().records;
    return present.size() == 1 || in_all ? stored->name : std::string();
  }

  // For a plan that is looked at and never run.
  class NoSource : public Source {
   public:
    std::string Describe() const override { return {}; }
    uint64_t estimated_bytes() const override { return 0; }
    Result<std::unique_ptr<Scan>> Open(const ScanSpec&) const override { return Error{"no source"}; }
  };

  static ScanColumn ScanColumnOf(ScanColumn::Kind kind, std::string_view name, Type type) {
    ScanColumn column;
    column.kind = kind;
    column.name = name;
    column.type = type;
    return column;
  }

  // What a reader of the file would recognise by its first records.
  Result<std::string> ShapeOf(SortedRecords& records, const StoredLayout& layout) const {
    Result<std::vector<std::string>> events = records.First(kTelemetrySampleEvents);
    if (!events) return events.error();
    std::vector<DiscoveredColumn> declared;
    for (const StoredColumn& column : layout.columns)
      declared.push_back({column.path.back().name, column.path, SeenTypeOf(column), column.json_in_text});
    TelemetrySample sample;
    sample.events = *events;
    sample.forced_table = layout.table;
    sample.declared = declared;
    return WriteShape(RecognizeTelemetry(sample, *mappings_, *catalog_));
  }

  ParquetFileSpec FileSpecOf(const StoredLayout& layout, bool add_time) const {
    using As = ParquetFileSpec::Field::As;
    ParquetFileSpec file;
    file.metadata_key = kLayoutKey;
    file.metadata = WriteLayout(layout);
    const auto add = [&](As as, std::string_view name, size_t column) {
      file.fields.push_back({as, std::string(name), column});
    };
    const std::vector<StoredColumn>& stored = layout.columns;
    for (size_t i = 0; i < stored.size(); ++i) {
      ScanColumn column = ScanColumnOf(ScanColumn::Kind::kField, stored[i].name, stored[i].type);
      column.paths = {stored[i].path};
      file.scan.columns.push_back(std::move(column));
      if (stored[i].type == Type::kDateTime) {
        add(As::kTime, stored[i].name, i);
        if (!stored[i].digit_column.empty()) add(As::kSeventhDigit, stored[i].digit_column, i);
      } else {
        add(As::kPlain, stored[i].name, i);
      }
    }
    const size_t raw = stored.size();
    file.scan.columns.push_back(ScanColumnOf(ScanColumn::Kind::kEvent, kRawColumn, Type::kDynamic));
    file.scan.columns.push_back(ScanColumnOf(ScanColumn::Kind::kFile, kFileColumn, Type::kString));
    file.scan.columns.push_back(ScanColumnOf(ScanColumn::Kind::kRecord, kRecordColumn, Type::kLong));
    file.scan.columns.push_back(ScanColumnOf(ScanColumn::Kind::kField, kStoredTimeColumn, Type::kDateTime));
    if (add_time) add(As::kTime, kStoredTimeColumn, raw + 3);
    add(As::kPlain, kRawColumn, raw);
    add(As::kPlain, kFileColumn, raw + 1);
    add(As::kPlain, kRecordColumn, raw + 2);
    return file;
  }

  std::vector<RecordOrder> SortKeysOf(const StoredLayout& layout, std::vector<std::string>& unknown) const {
    std::vector<RecordOrder> keys;
    for (const std::string& key : options_.sort) {
      const bool descending = key.starts_with('-');
      const std::string name = key.substr(descending ? 1 : 0);
      for (const StoredColumn& stored : layout.columns) {
        if (!EqualsIgnoreAsciiCase(stored.name, name)) continue;
        ScanColumn column = ScanColumnOf(ScanColumn::Kind::kField, stored.name, stored.type);
        column.paths = {stored.path};
        keys.push_back({std::move(column), descending});
        std::erase(unknown, key);
      }
    }
    return keys;
  }

  // A row group waits in memory until it is written: as many records as were asked for, or fewer large ones.
  uint64_t RowGroupRows(const RecordSpool& spool) const {
    constexpr uint64_t kMostBytes = 32 << 20;
    const uint64_t average = spool.bytes() / std::max<uint64_t>(1, spool.records()) + 1;
    const uint64_t rows = std::min(options_.row_group_rows, kMostBytes / average);
    return std::max<uint64_t>(kBatchRows, rows / kBatchRows * kBatchRows);
  }

  static std::string SafeFolderName(const std::string& table) {
    std::string name;
    for (const char c : table) name += IsAsciiAlnum(c) || c == '-' || c == '.' ? c : '_';
    return name.starts_with('.') ? "_" + name : name;
  }

  const ImportOptions& options_;
  DiagnosticList& diagnostics_;
  SourceMap& sources_;
  const int64_t now_ = WallClock();
  std::unique_ptr<FolderChange> change_;
  Manifest manifest_;
  std::shared_ptr<const Catalog> catalog_;    // shared with the engine's loader
  std::shared_ptr<const Mappings> mappings_;  // shared with plans
  std::unique_ptr<InputSet> set_;
  std::vector<std::string> files_;      // as given
  std::vector<ImportedInput> inputs_;   // of `files_`
  std::vector<bool> alone_;             // of `files_`: their records have files of their own
  std::vector<TelemetryShape> shapes_;  // of the sources
  std::unique_ptr<Spooling> spooling_;
  ImportReport report_;
};

}  // namespace

Result<ImportReport> Import(const ImportOptions& options, DiagnosticList& diagnostics, SourceMap& sources) {
  return Importer(options, diagnostics, sources).Run();
}

}  // namespace quarry
