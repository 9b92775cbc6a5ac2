// Reader of Parquet files, Quarry's own (`quarry import`) and others'. The record number is the row's, from 1, and in
// imported files that of the record that was imported.
//
// The footer says which row groups there are; workers take runs of them. Row groups whose statistics speak against the
// query are left out; where the query asks for text in one column, that column is read first, and the others only for
// rows that have the text. Pages are decoded by the decoder that exec/duckdb announces (row_reader.h).
#include <algorithm>
#include <atomic>
#include <mutex>

#include "base/check.h"
#include "readers/formats/parquet/file_plan.h"
#include "readers/formats/parquet/row_assembly.h"
#include "readers/formats/parquet/statistics.h"
#include "readers/input_files.h"
#include "readers/reader.h"
#include "scan/counters.h"

namespace quarry {
namespace {

std::atomic<OpenParquetRows> decoder{nullptr};

// A run of rows that one worker reads at a time: large enough that opening it does not count.
constexpr uint64_t kRunRows = 200'000;

// When a run has more rows with the text that is asked for, naming them costs more than reading all.
constexpr size_t kMostNamedRows = 4096;

// A text column in which each row that passes holds certain text.
struct TextFilter {
  std::string column;
  LineFilter filter;
};
struct Opened {
  ParquetFile file;
  FilePlan plan;
  std::vector<TextFilter> texts;  // read first; empty when that would save nothing
};
struct Run {
  size_t file = 0;
  uint64_t first_row = 0, rows = 0;
  uint64_t compressed = 0, uncompressed = 0;
};

// What the workers of one scan share.
struct ScanState {
  ScanState(const ScanSpec& scan_spec)
      : spec(scan_spec), filter(scan_spec.use_prefilter ? scan_spec.prefilter : LiteralFilter::Any()) {}
  ScanSpec spec;
  LineFilter filter;
  std::vector<Opened> files;
  std::vector<Run> runs;
  std::atomic<size_t> next{0};
  std::atomic<bool> cancelled{false};
  ScanCounters counters;
  std::string way;
};

class ParquetWorker final : public ScanWorker {
 public:
  explicit ParquetWorker(std::shared_ptr<ScanState> state) : state_(std::move(state)) {}

  bool Next(Batch& out) override {
    out.rows = 0;
    while (!state_->cancelled) {
      if (!reader_ && !StartRun()) break;
      const Result<void> got = reader_->Next(rows_);
      if (!got) {
        Lost(got.error().message);
        continue;
      }
      if (rows_.rows == 0) {
        if (named_rows_) state_->counters.records_seen += run_->rows;
        reader_.reset();
        continue;
      }
      if (!named_rows_) state_->counters.records_seen += rows_.rows;
      seen_ += rows_.rows;
      assembly_->Assemble(rows_, out);
      state_->counters.records_kept += out.rows;
      if (out.rows > 0) return true;
    }
    out.rows = 0;
    return false;
  }

 private:
  bool StartRun() {
    for (;;) {
      const size_t at = state_->next.fetch_add(1);
      if (at >= state_->runs.size() || state_->cancelled) return false;
      run_ = &state_->runs[at];
      seen_ = 0;
      const Opened& opened = state_->files[run_->file];
      std::vector<uint64_t> only;
      if (!opened.texts.empty() && !FindTexts(opened, only)) {
        state_->counters.records_seen += run_->rows;
        continue;
      }
      if (ReadRun(opened, std::move(only))) return true;
    }
  }

  // Reads the columns in which text is asked for. False when no row has it; else the rows that may have it, or none
  // when there are many of them.
  bool FindTexts(const Opened& opened, std::vector<uint64_t>& only) {
    ParquetRowRequest request;
    request.path = opened.file.path;
    request.first_row = run_->first_row;
    request.rows = run_->rows;
    Batch batch;
    for (const TextFilter& text : opened.texts) {
      request.columns.push_back({text.column, ParquetForm::kText});
      batch.columns.emplace_back(Type::kString);
    }
    batch.columns.emplace_back(Type::kLong);
    Result<std::unique_ptr<ParquetRowReader>> reader = ParquetDecoder()(request);
    if (!reader) return true;  // reading the run will say so
    while (!state_->cancelled) {
      if (!(*reader)->Next(batch)) {
        only.clear();
        return true;
      }
      if (batch.rows == 0) return !only.empty();
      for (size_t row = 0; row < batch.rows; ++row) {
        bool passes = true;
        for (size_t i = 0; i < opened.texts.size() && passes; ++i) {
          const Cell cell = batch.columns[i].Get(row);
          passes = !cell.null && opened.texts[i].filter.MayMatch(cell.text);
        }
        if (passes) only.push_back(static_cast<uint64_t>(batch.columns.back().Get(row).integer));
      }
      if (only.size() > kMostNamedRows) {
        only.clear();
        return true;
      }
    }
    return false;
  }

  bool ReadRun(const Opened& opened, std::vector<uint64_t> only) {
    named_rows_ = !only.empty();
    state_->counters.bytes_read += run_->compressed;
    state_->counters.bytes_decoded += run_->uncompressed;
    state_->counters.bytes_parsed += run_->uncompressed;
    ParquetRowRequest request;
    request.path = opened.file.path;
    request.columns = opened.plan.request;
    request.first_row = run_->first_row;
    request.rows = run_->rows;
    request.only = std::move(only);
    if (file_ != run_->file || !assembly_) {
      assembly_ = std::make_unique<RowAssembly>(opened.file, opened.plan, state_->spec.columns, state_->filter);
      file_ = run_->file;
    }
    rows_ = Batch{};
    for (const ParquetRowRequest::Column& column : request.columns) rows_.columns.emplace_back(TypeOfForm(column.form));
    rows_.columns.emplace_back(Type::kLong);
    Result<std::unique_ptr<ParquetRowReader>> reader = ParquetDecoder()(request);
    if (!reader) {
      Lost(reader.error().message);
      return false;
    }
    reader_ = std::move(*reader);
    return true;
  }

  // The rest of the run cannot be read; the others go on.
  void Lost(const std::string& why) {
    const uint64_t lost = run_->rows > seen_ ? run_->rows - seen_ : 0;
    state_->counters.records_skipped += std::max<uint64_t>(lost, 1);
    state_->counters.AddProblem(state_->files[run_->file].file.path + ": row " +
                                std::to_string(run_->first_row + seen_ + 1) + ": " + why);
    reader_.reset();
  }

  std::shared_ptr<ScanState> state_;
  const Run* run_ = nullptr;
  size_t file_ = 0;
  uint64_t seen_ = 0;
  bool named_rows_ = false;  // only some rows of the run are read
  Batch rows_;
  std::unique_ptr<ParquetRowReader> reader_;
  std::unique_ptr<RowAssembly> assembly_;
};

class ParquetScan final : public Scan {
 public:
  explicit ParquetScan(std::shared_ptr<ScanState> state) : state_(std::move(state)) {}
  std::unique_ptr<ScanWorker> NewWorker() override { return std::make_unique<ParquetWorker>(state_); }
  int max_workers() const override { return static_cast<int>(std::clamp<size_t>(state_->runs.size(), 1, 1024)); }
  ScanStatistics statistics() const override {
    ScanStatistics out = state_->counters.Snapshot();
    out.ways.push_back(state_->way);
    return out;
  }
  void Cancel() override { state_->cancelled = true; }

 private:
  std::shared_ptr<ScanState> state_;  // shared with workers, which may outlive the scan
};

class ParquetSource final : public Source {
 public:
  explicit ParquetSource(std::vector<InputFile> files) : files_(std::move(files)) {}

  std::string Describe() const override { return DescribeFiles("parquet", files_); }
  uint64_t estimated_bytes() const override { return BytesOf(files_); }

  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override {
    if (ParquetDecoder() == nullptr) return Error{"this build has no decoder of Parquet"};
    auto state = std::make_shared<ScanState>(spec);
    Result<void> made = MakeRuns(spec, *state);
    if (!made) return made.error();
    return std::unique_ptr<Scan>(std::make_unique<ParquetScan>(std::move(state)));
  }

  std::string ExplainWay(const ScanSpec& spec) const override {
    ScanState state(spec);
    return MakeRuns(spec, state) ? state.way : std::string();
  }

  static Result<ParquetFile> OpenFileOf(const InputFile& input) {
    if (input.codec != Codec::kPlain)
      return Error{input.path + ": a compressed Parquet file is not read; its pages are compressed already"};
    if (input.path == "-") return Error{"Parquet is not read from standard input: its table of contents is at the end"};
    return OpenParquetFile(input.path, input.bytes);
  }

 private:
  Result<void> MakeRuns(const ScanSpec& spec, ScanState& state) const {
    size_t groups = 0, kept = 0;
    for (const InputFile& input : files_) {
      Result<ParquetFile> file = OpenFileOf(input);
      if (!file) {
        if (files_.size() == 1) return file.error();
        state.counters.records_skipped += 1;
        state.counters.AddFailure(input.path, file.error().message);
        continue;
      }
      Result<FilePlan> plan = PlanFile(*file, spec.columns);
      if (!plan) return plan.error();
      state.counters.files += 1;
      state.counters.bytes_total += input.bytes;
      groups += file->footer.row_groups.size();
      Opened opened{std::move(*file), std::move(*plan), {}};
      if (AddTextFilters(opened, spec)) kept += AddRuns(opened.file, opened.plan, state);
      state.files.push_back(std::move(opened));
    }
    state.way = kept == groups ? "all row groups: " + std::to_string(groups)
                               : std::to_string(kept) + " of " + std::to_string(groups) +
                                     " row groups: the statistics of the others speak against the query";
    return {};
  }

  // Chooses the columns that are read first. False when no row of the file can pass.
  static bool AddTextFilters(Opened& opened, const ScanSpec& spec) {
    if (!spec.use_prefilter) return true;
    for (const KeyFilter& key : spec.key_filters) {
      JsonStep step;
      step.name = key.key;
      const FieldPath path = {step};
      std::string name = key.key;
      if (opened.file.layout) {
        if (!opened.file.layout->members.MayHave(path)) return false;
        size_t steps = 0;
        const StoredColumn* stored = opened.file.layout->Find(path, &steps);
        if (stored == nullptr || stored->type != Type::kString) continue;
        name = stored->name;
      }
      const ParquetColumn* column = opened.file.footer.Find(name);
      if (column == nullptr || column->form != ParquetForm::kText) continue;
      opened.texts.push_back({name, LineFilter(key.filter)});
    }
    const auto is_text = [&](const ParquetRowRequest::Column& column) {
      return std::any_of(opened.texts.begin(), opened.texts.end(),
                         [&](const TextFilter& text) { return text.column == column.name; });
    };
    const std::vector<ParquetRowRequest::Column>& all = opened.plan.request;
    if (std::all_of(all.begin(), all.end(), is_text)) opened.texts.clear();
    return true;
  }

  // Returns how many row groups are read.
  static size_t AddRuns(const ParquetFile& file, const FilePlan& plan, ScanState& state) {
    bool open = false;  // whether the last run is of this file and may grow
    size_t kept = 0;
    for (const ParquetRowGroup& group : file.footer.row_groups) {
      if (state.spec.use_prefilter && !MayHold(file, group, state.spec.ranges)) {
        open = false;
        continue;
      }
      ++kept;
      const auto [compressed, uncompressed] = plan.BytesOf(file, group);
      if (!open || state.runs.back().rows + group.rows > kRunRows) {
        state.runs.push_back({state.files.size(), group.first_row, 0, 0, 0});
        open = true;
      }
      Run& run = state.runs.back();
      run.rows += group.rows;
      run.compressed += compressed;
      run.uncompressed += uncompressed;
    }
    return kept;
  }

  std::vector<InputFile> files_;
};

int SniffParquet(const SniffInput& input) {
  return input.head.starts_with("PAR1") || input.head.starts_with("PARE") ? 100 : 0;
}

// The folder whose files are one table: the one above `key=value` folders, or above files that tools number ("part-0").
std::string DatasetOf(const std::string& path) {
  size_t end = path.rfind('/');
  if (end == std::string::npos) return {};
  const std::string_view name = std::string_view(path).substr(end + 1);
  bool partitioned = false;
  while (end != std::string::npos) {
    const size_t slash = path.rfind('/', end - 1);
    const size_t from = slash == std::string::npos || end == 0 ? 0 : slash + 1;
    const std::string_view folder = std::string_view(path).substr(from, end - from);
    if (folder.find('=') == std::string_view::npos || folder.front() == '=') break;
    partitioned = true;
    end = from == 0 ? std::string::npos : from - 1;
  }
  const bool numbered = name.starts_with("part-") || name.starts_with("part.");
  if (end == std::string::npos || end == 0 || !(partitioned || numbered)) return {};
  return path.substr(0, end);
}

Result<FileSchema> DescribeParquet(const InputFile& input) {
  Result<ParquetFile> file = ParquetSource::OpenFileOf(input);
  if (!file) return file.error();
  FileSchema schema;
  const auto add = [&](const std::string& name, FieldPath path, Type type, bool json_in_text) {
    schema.layout += name + '\0' + std::string(TypeName(type)) + '\0';
    schema.columns.push_back({name, std::move(path), type, json_in_text});
  };
  if (file->layout) {
    schema.table = file->layout->table;
    schema.shape = file->layout->shape;
    for (const StoredColumn& column : file->layout->columns)
      add(column.path.back().name, column.path, SeenTypeOf(column), column.json_in_text);
    schema.layout = file->footer.metadata.find(kLayoutKey)->second;
    return schema;
  }
  schema.dataset = DatasetOf(input.path);
  for (const ParquetColumn& column : file->footer.columns) {
    JsonStep step;
    step.name = column.name;
    // What is refused when it is read; its type does not matter until then.
    add(column.name, {step}, TypeOfForm(column.form), false);
  }
  return schema;
}

std::shared_ptr<const Source> OpenParquet(std::vector<InputFile> files) {
  return std::make_shared<ParquetSource>(std::move(files));
}

}  // namespace

void SetParquetDecoder(OpenParquetRows open) {
  QUARRY_CHECK(open != nullptr);
  decoder = open;
}

OpenParquetRows ParquetDecoder() {
  return decoder;
}

QUARRY_DEFINE(ReaderDef, kParquetReader) = {
    .name = "parquet",
    .doc = "Parquet files, imported ones and those of other tools.",
    .extensions = "parquet pq",
    .sniff = SniffParquet,
    .open = OpenParquet,
    .describe = DescribeParquet,
};

}  // namespace quarry
