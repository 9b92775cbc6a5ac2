// Recognises input files by their first records.
#include "engine/input_set.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "bind/mappings/recognize.h"
#include "bind/mappings/shape_text.h"
#include "readers/imported/manifest.h"
#include "readers/index/build_index.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostIncomplete = 20;  // that are named

struct Beginning {
  std::vector<std::string> events;    // the first ones, as JSON texts
  std::vector<std::string> problems;  // what is damaged so early that there is no event
};
Result<Beginning> BeginningOf(const ReaderDef& reader, const InputFile& file) {
  ScanSpec spec;
  ScanColumn event;
  event.kind = ScanColumn::Kind::kEvent;
  event.name = "event";
  event.type = Type::kDynamic;
  spec.columns.push_back(std::move(event));
  InputFile beginning = file;  // of a pipe, what has come
  if (file.read_once) beginning.first_bytes = file.bytes;
  Result<std::unique_ptr<Scan>> scan = reader.open({beginning})->Open(spec);
  if (!scan) return scan.error();
  Beginning found;
  std::vector<std::string>& events = found.events;
  std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  Batch batch;
  batch.columns.emplace_back(Type::kDynamic);
  while (events.size() < kTelemetrySampleEvents && worker->Next(batch)) {
    for (size_t row = 0; row < batch.rows && events.size() < kTelemetrySampleEvents; ++row) {
      Cell cell = batch.columns[0].Get(row);
      if (!cell.null) events.emplace_back(cell.text);
    }
  }
  (*scan)->Cancel();
  // What has come may end within a record.
  if (file.open_ended && events.size() > 1 && events.size() < kTelemetrySampleEvents) events.pop_back();
  if (events.empty()) found.problems = (*scan)->statistics().problems;
  return found;
}

// The path of the file's side index; "" when there is none.
std::string IndexOf(const InputFile& file, const std::string& folder) {
  const Result<std::string> index = IndexPathOf(file, folder);
  std::error_code error;
  // One that cannot be reached is for the scan to tell.
  const bool absent = !index || (!fs::exists(*index, error) && !error);
  return absent ? std::string() : *index;
}

}  // namespace

void InputSet::Add(const std::string& path, const std::string& table, const std::string& reader,
                   DiagnosticList& diagnostics) {
  if (!reader.empty() && FindReader(reader) == nullptr) {
    std::string known;
    for (const ReaderDef* def : AllReaders()) known += (known.empty() ? "" : ", ") + std::string(def->name);
    diagnostics.Add(Code::Q0601, {}, "no reader `" + reader + "`").hints.push_back("readers: " + known);
    return;
  }
  std::vector<std::string> problems;
  std::vector<std::string> paths = ExpandPath(path, problems);
  for (const std::string& problem : problems) diagnostics.Add(Code::Q0601, {}, problem);
  if (paths.empty() && problems.empty()) diagnostics.Add(Code::Q0601, {}, path + ": no file there");
  for (const std::string& file : paths) AddFile(file, file != path, table, reader, diagnostics);
}

Result<TelemetryShape> InputSet::ShapeOf(const Recognized& recognized, const std::string& table,
                                         DiagnosticList& diagnostics) {
  FileSchema schema;
  if (recognized.reader->describe != nullptr) {
    Result<FileSchema> described = recognized.reader->describe(recognized.file);
    if (!described) return described.error();
    schema = std::move(*described);
    const std::string& forced = table.empty() ? schema.table : table;
    for (const Alike& known : alike_) {
      if (known.reader == recognized.reader && known.table == forced && known.dataset == schema.dataset &&
          known.layout == schema.layout)
        return known.shape;
    }
  }
  if (table.empty() && !schema.table.empty()) {
    if (std::optional<TelemetryShape> kept = ReadShape(schema.shape)) {
      kept->why = "imported as " + schema.table;
      return *kept;
    }
  }
  Result<Beginning> beginning = BeginningOf(*recognized.reader, recognized.file);
  if (!beginning) return beginning.error();
  // Nothing says whether the file has what a query asks for: it may never be scanned, and must not pass for empty.
  if (!beginning->problems.empty() && table.empty()) {
    Diagnostic& d = diagnostics.Add(Code::Q0602, {}, recognized.file.path + ": damaged before its first event");
    d.hints = std::move(beginning->problems);
  }
  std::vector<DiscoveredColumn> declared;
  for (const FileSchema::Column& column : schema.columns)
    declared.push_back({column.name, column.path, column.type, column.json_in_text});
  TelemetrySample sample;
  sample.events = beginning->events;
  sample.path = schema.dataset.empty() ? recognized.file.path : schema.dataset;
  sample.forced_table = table.empty() ? schema.table : table;
  sample.untyped = recognized.reader->name == "csv";
  sample.declared = declared;
  TelemetryShape shape = RecognizeTelemetry(sample, mappings_, catalog_);
  if (table.empty() && !schema.table.empty()) shape.why = "imported as " + schema.table;
  // Files of no common folder may differ in what their values say.
  if (!schema.dataset.empty() || !schema.table.empty())
    alike_.push_back({recognized.reader, std::string(sample.forced_table), schema.dataset, schema.layout, shape});
  return shape;
}

void InputSet::AddFile(const std::string& path, bool in_folder, const std::string& table, const std::string& reader,
                       DiagnosticList& diagnostics) {
  Result<Recognized> recognized = RecognizeFile(path, reader, cancelled_);
  if (!recognized) {
    diagnostics.Add(Code::Q0601, {}, recognized.error().message);
    return;
  }
  if (recognized->reader == nullptr) {
    // In a folder of evidence other things lie about; they are named and left out.
    const Code code = in_folder ? Code::Q0604 : Code::Q0603;
    Diagnostic& d = diagnostics.Add(code, {}, path + ": " + recognized->why);
    d.hints.emplace_back("--reader NAME reads it as a format of one's choice");
    return;
  }
  recognized->file.most_decoded = most_decoded_;
  if (recognized->reader->name == "parquet") WarnOfIncomplete(path, diagnostics);
  Result<TelemetryShape> recognized_shape = ShapeOf(*recognized, table, diagnostics);
  if (!recognized_shape) {
    diagnostics.Add(Code::Q0601, {}, recognized_shape.error().message);
    return;
  }
  TelemetryShape& shape = *recognized_shape;
  files_.push_back({path, recognized->reader, shape, recognized->why + "; " + shape.why, recognized->file.bytes});
  for (Group& group : groups_) {
    if (group.reader != recognized->reader || group.table != table || !MergeShape(group.shape, shape)) continue;
    group.files.push_back(recognized->file);
    return;
  }
  groups_.push_back({recognized->reader, table, std::move(shape), {recognized->file}});
}

void InputSet::WarnOfIncomplete(const std::string& parquet, DiagnosticList& diagnostics) {
  // FOLDER/TABLE/date=2026-03-02/hour=13/part.parquet
  constexpr int kMostLevels = 4;
  std::error_code error;
  fs::path folder = fs::absolute(parquet, error).lexically_normal().parent_path();
  for (int level = 0; level < kMostLevels; ++level, folder = folder.parent_path()) {
    if (!known_folders_.insert(folder.string()).second) return;
    if (!fs::exists(folder / kManifestName, error)) continue;
    const Result<std::vector<ImportedInput>> incomplete = IncompleteInputs(folder.string());
    if (!incomplete) {
      Diagnostic& d = diagnostics.Add(Code::Q0602, {}, incomplete.error().message);
      d.hints.emplace_back("whether all that was imported was read to its end is not known");
    } else if (!incomplete->empty()) {
      Diagnostic& d = diagnostics.Add(Code::Q0602, {}, "some input was imported incompletely");
      for (size_t i = 0; i < std::min(incomplete->size(), kMostIncomplete); ++i)
        d.hints.push_back(DescribeIncomplete((*incomplete)[i]));
      if (incomplete->size() > kMostIncomplete)
        d.hints.push_back("and " + std::to_string(incomplete->size() - kMostIncomplete) + " more");
    }
    return;
  }
}

std::vector<SourceTable> InputSet::Sources() const {
  std::vector<SourceTable> sources;
  for (const Group& group : groups_) {
    std::vector<InputFile> files = group.files;
    for (InputFile& file : files) {
      if (use_indexes_ && WhyNotIndexed(group.reader->name, file).empty()) file.index = IndexOf(file, index_folder_);
    }
    sources.push_back({group.shape, group.reader->open(std::move(files))});
  }
  return sources;
}

}  // namespace quarry
