// External entry: RowAssembly.
#include "readers/formats/parquet/row_assembly.h"

#include <algorithm>

#include "readers/convert_text.h"
#include "readers/json/convert_json.h"
#include "types/cell_text.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// The text of a value that is none itself; "" for null.
std::string_view TextOf(const ColumnRecipe::From& from, const Cell& cell, Arena& arena) {
  if (IsTextual(from.type)) return cell.text;
  if (from.type == Type::kDateTime) return arena.Copy(FormatTime(cell.integer, from.form));
  std::string text;
  AppendCellText(from.type, cell, text);
  return arena.Copy(text);
}

Cell Converted(const ColumnRecipe::From& from, const Cell& cell, Type wanted, bool imported, Arena& arena) {
  if (cell.null || from.type == wanted) return cell;
  // Dynamic values of other writers are JSON; imported ones are the texts that the scan gives.
  if (from.type == Type::kDynamic && !imported) {
    JsonScanner scanner(cell.text);
    scanner.SkipSpaces();
    JsonSlice slice;
    if (scanner.Value(&slice)) return ConvertJson(slice, wanted, true, arena);
    return ConvertText(cell.text, wanted, arena);
  }
  const bool number_or_bool = IsNumeric(from.type) || from.type == Type::kBool;
  const std::string_view text = TextOf(from, cell, arena);
  if (number_or_bool && wanted == Type::kTimeSpan) return Cell::Null();  // it has no unit
  if (number_or_bool && wanted == Type::kDynamic) return Cell::Text(text);
  return ConvertText(text, wanted, arena);
}

}  // namespace

// The texts of one column, read as JSON objects; row i of `cells` belongs to row i of the decoder's batch.
struct RowAssembly::JsonFields {
  explicit JsonFields(const std::vector<ScanColumn>& fields) : columns(fields), records(columns) {
    for (const ScanColumn& column : columns) {
      cells.columns.emplace_back(column.type);
      one.columns.emplace_back(column.type);
    }
  }
  void Start(size_t rows) {
    records.Reset();
    for (ColumnVector& column : cells.columns) column.Clear(rows);
  }
  void Read(std::string_view text, size_t row) {
    for (ColumnVector& column : one.columns) column.Clear(1);
    one.rows = 0;
    if (!records.Append(text, 0, {}, one)) return;  // no object: it has no members
    for (size_t i = 0; i < columns.size(); ++i) cells.columns[i].Set(row, one.columns[i].Get(0));
  }

  std::vector<ScanColumn> columns;
  RecordColumns records;
  Batch cells, one;
};

RowAssembly::RowAssembly(const ParquetFile& file, const FilePlan& plan, const std::vector<ScanColumn>& wanted,
                         const LineFilter& filter)
    : file_(file), plan_(plan), wanted_(wanted), filter_(filter) {
  for (const FilePlan::Below& below : plan.below) below_.push_back(std::make_unique<JsonFields>(below.fields));
  if (!plan.raw_fields.empty()) raw_ = std::make_unique<JsonFields>(plan.raw_fields);
}

RowAssembly::~RowAssembly() = default;

void RowAssembly::ReadJson(const Batch& in) {
  rows_.clear();
  const bool filtered = plan_.raw && !filter_.passes_all();
  for (uint32_t row = 0; row < in.rows; ++row) {
    if (filtered) {
      const Cell raw = in.columns[*plan_.raw].Get(row);
      if (filter_.passes_nothing() || !filter_.MayMatch(raw.text)) continue;
    }
    rows_.push_back(row);
  }
  for (size_t i = 0; i < below_.size(); ++i) {
    below_[i]->Start(in.rows);
    const ColumnVector& texts = in.columns[plan_.below[i].column];
    for (const uint32_t row : rows_) {
      if (texts.valid()[row]) below_[i]->Read(texts.texts()[row], row);
    }
  }
  if (raw_) {
    raw_->Start(in.rows);
    const ColumnVector& texts = in.columns[*plan_.raw];
    for (const uint32_t row : rows_) {
      if (texts.valid()[row]) raw_->Read(texts.texts()[row], row);
    }
  }
}

Cell RowAssembly::CellOf(const ColumnRecipe::From& from, const ScanColumn& wanted, const Batch& in, size_t row,
                         bool* present) {
  using Kind = ColumnRecipe::From::Kind;
  *present = true;
  if (from.kind == Kind::kText) return ConvertText(from.text, wanted.type, arena_);
  if (from.kind == Kind::kBelow) {
    const Cell cell = below_[from.below]->cells.columns[from.field].Get(row);
    *present = !cell.null;
    return cell;
  }
  Cell cell = in.columns[from.column].Get(row);
  *present = !cell.null;
  if (cell.null) return cell;
  if (from.digit) {
    const Cell digit = in.columns[*from.digit].Get(row);
    if (!digit.null) cell.integer += digit.integer;
  }
  if (plan_.request[from.column].form == ParquetForm::kBytes) cell.text = ValidUtf8(cell.text, arena_);
  return Converted(from, cell, wanted.type, file_.layout.has_value(), arena_);
}

void RowAssembly::AddSources(const ColumnRecipe& recipe, const ScanColumn& wanted, const Batch& in, ColumnVector& to) {
  const bool fill = wanted.null_as_empty && wanted.type == Type::kString;
  for (size_t i = 0; i < rows_.size(); ++i) {
    Cell cell;
    for (const ColumnRecipe::From& from : recipe.sources) {
      bool present = false;
      cell = CellOf(from, wanted, in, rows_[i], &present);
      if (present) break;
    }
    if (cell.null && fill) cell = Cell::Text("");
    to.Set(i, cell);
  }
}

std::string_view RowAssembly::EventOf(const Batch& in, size_t row) {
  event_.assign(1, '{');
  for (const FilePlan::EventMember& member : plan_.event_members) {
    Cell cell = in.columns[member.column].Get(row);
    if (cell.null) continue;
    const ParquetForm form = plan_.request[member.column].form;
    if (event_.size() > 1) event_ += ',';
    event_ += member.key;
    switch (form) {
      case ParquetForm::kBytes:
        AppendJsonString(ValidUtf8(cell.text, arena_), event_);
        break;
      case ParquetForm::kUnsigned64:
      case ParquetForm::kDecimal:
        event_ += cell.text;
        break;
      case ParquetForm::kJson: {
        const Cell json = ConvertText(cell.text, Type::kDynamic, arena_);
        event_ += json.null ? std::string_view("null") : json.text;
        break;
      }
      default:
        AppendCellJson(TypeOfForm(form), cell, event_);
    }
  }
  event_ += event_.size() > 1 || plan_.event_tail.empty() ? std::string_view(plan_.event_tail)
                                                          : std::string_view(plan_.event_tail).substr(1);
  event_ += '}';
  return arena_.Copy(event_);
}

void RowAssembly::Assemble(const Batch& in, Batch& out) {
  arena_.Reset();
  ReadJson(in);
  out.rows = rows_.size();
  for (size_t c = 0; c < wanted_.size(); ++c) {
    const ScanColumn& wanted = wanted_[c];
    const ColumnRecipe& recipe = plan_.recipes[c];
    ColumnVector& to = out.columns[c];
    to.Clear(std::max(rows_.size(), kBatchRows));
    switch (recipe.kind) {
      case ColumnRecipe::Kind::kSources:
        AddSources(recipe, wanted, in, to);
        break;
      case ColumnRecipe::Kind::kRaw: {
        const auto place = std::find(plan_.raw_places.begin(), plan_.raw_places.end(), c);
        const ColumnVector& cells = raw_->cells.columns[static_cast<size_t>(place - plan_.raw_places.begin())];
        for (size_t i = 0; i < rows_.size(); ++i) to.Set(i, cells.Get(rows_[i]));
        break;
      }
      case ColumnRecipe::Kind::kEvent:
        for (size_t i = 0; i < rows_.size(); ++i)
          to.Set(i, file_.layout ? in.columns[*plan_.raw].Get(rows_[i]) : Cell::Text(EventOf(in, rows_[i])));
        break;
      case ColumnRecipe::Kind::kFile:
        for (size_t i = 0; i < rows_.size(); ++i)
          to.Set(i, file_.layout ? in.columns[*plan_.file].Get(rows_[i]) : Cell::Text(file_.path));
        break;
      case ColumnRecipe::Kind::kRecord:
        for (size_t i = 0; i < rows_.size(); ++i) {
          to.Set(i, file_.layout ? in.columns[*plan_.record].Get(rows_[i])
                                 : Cell::Integer(in.columns.back().Get(rows_[i]).integer + 1));
        }
        break;
    }
  }
}

}  // namespace quarry
