// Chooses for every wanted column the stored column that answers for it.
// External entries: OpenParquetFile, PlanFile.
#include "readers/formats/parquet/file_plan.h"

#include <algorithm>

#include "base/ascii.h"
#include "types/json.h"
#include "types/number.h"

namespace quarry {
namespace {

using From = ColumnRecipe::From;

int HexDigit(char c) {
  const char lower = AsciiLower(c);
  return IsAsciiDigit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Hive's way of writing characters in folder names: %2F.
std::string PercentDecoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> PartitionsOf(std::string_view path, const ParquetFooter& footer) {
  std::vector<std::pair<std::string, std::string>> partitions;
  for (size_t from = 0; from < path.size();) {
    const size_t slash = path.find('/', from);
    if (slash == std::string_view::npos) break;
    const std::string_view folder = path.substr(from, slash - from);
    from = slash + 1;
    const size_t equals = folder.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    std::string name = PercentDecoded(folder.substr(0, equals));
    std::string value = PercentDecoded(folder.substr(equals + 1));
    // A column of the file itself says more than the folder; Hive writes null as a name of its own.
    if (value != "__HIVE_DEFAULT_PARTITION__" && footer.Find(name) == nullptr)
      partitions.emplace_back(std::move(name), std::move(value));
  }
  return partitions;
}

// A partition's value as JSON: folders do not tell numbers from text.
std::string PartitionJson(const std::string& value) {
  const std::optional<int64_t> number = ParseInteger(value);
  if (number && std::to_string(*number) == value) return value;
  std::string out;
  AppendJsonString(value, out);
  return out;
}

class Planner {
 public:
  Planner(const ParquetFile& file, const std::vector<ScanColumn>& wanted) : file_(file), wanted_(wanted) {}

  Result<FilePlan> Run() {
    for (size_t i = 0; i < wanted_.size(); ++i) {
      ColumnRecipe recipe;
      switch (wanted_[i].kind) {
        case ScanColumn::Kind::kFile:
          recipe.kind = ColumnRecipe::Kind::kFile;
          if (file_.layout) plan_.file = Request(kFileColumn);
          break;
        case ScanColumn::Kind::kRecord:
          recipe.kind = ColumnRecipe::Kind::kRecord;
          if (file_.layout) plan_.record = Request(kRecordColumn);
          break;
        case ScanColumn::Kind::kEvent:
          recipe.kind = ColumnRecipe::Kind::kEvent;
          if (file_.layout)
            plan_.raw = Request(kRawColumn);
          else
            MakeEvent();
          break;
        case ScanColumn::Kind::kField:
          if (file_.layout ? !FromLayout(wanted_[i], recipe.sources) : !FromColumns(wanted_[i], recipe.sources)) {
            recipe.kind = ColumnRecipe::Kind::kRaw;
            recipe.sources.clear();
            plan_.raw = Request(kRawColumn);
            plan_.raw_fields.push_back(wanted_[i]);
            plan_.raw_places.push_back(i);
          }
          break;
      }
      plan_.recipes.push_back(std::move(recipe));
    }
    if (!failure_.empty()) return Error{failure_};
    return std::move(plan_);
  }

 private:
  // The column of the request that reads `name`.
  size_t Request(std::string_view name) {
    for (size_t i = 0; i < plan_.request.size(); ++i) {
      if (plan_.request[i].name == name) return i;
    }
    const ParquetColumn* column = file_.footer.Find(name);
    if (column == nullptr) {
      if (failure_.empty()) failure_ = file_.path + ": the file has no column `" + std::string(name) + "`";
      return 0;
    }
    if (column->form == ParquetForm::kUnsupported && failure_.empty())
      failure_ = file_.path + ": column `" + column->name + "` is of the Parquet type " + column->unsupported +
                 ", which is not read";
    plan_.request.push_back({column->name, column->form});
    return plan_.request.size() - 1;
  }

  From Below(size_t column, const ScanColumn& wanted, const FieldPath& path, size_t steps) {
    From from;
    from.kind = From::Kind::kBelow;
    from.type = wanted.type;
    auto below =
        std::find_if(plan_.below.begin(), plan_.below.end(), [&](const auto& b) { return b.column == column; });
    if (below == plan_.below.end()) {
      plan_.below.push_back({column, {}});
      below = plan_.below.end() - 1;
    }
    ScanColumn field;
    field.name = wanted.name;
    field.type = wanted.type;
    field.paths = {FieldPath(path.begin() + static_cast<ptrdiff_t>(steps), path.end())};
    from.below = static_cast<size_t>(below - plan_.below.begin());
    from.field = below->fields.size();
    below->fields.push_back(std::move(field));
    return from;
  }

  // False when only the record's JSON answers exactly.
  bool FromLayout(const ScanColumn& wanted, std::vector<From>& sources) {
    const StoredLayout& layout = *file_.layout;
    std::vector<const FieldPath*> present;
    for (const FieldPath& path : wanted.paths) {
      if (layout.members.MayHave(path)) present.push_back(&path);
    }
    // Looked up first, requested after: a column that does not help is not read.
    std::vector<std::pair<const StoredColumn*, size_t>> found;
    for (const FieldPath* path : present) {
      size_t steps = 0;
      const StoredColumn* column = path->empty() ? nullptr : layout.Find(*path, &steps);
      const bool last = path == present.back();
      if (column == nullptr || file_.footer.Find(column->name) == nullptr) return false;
      if (steps == path->size()) {
        if (!AnswersAs(*column, wanted.type)) return false;
        // A member that is there without a value ends the search, which a null cell does not tell.
        if (!last && column->has_hidden_nulls) return false;
      } else if (column->type != Type::kString || !last || (*path)[steps].is_index) {
        return false;
      }
      found.emplace_back(column, steps);
    }
    for (size_t i = 0; i < found.size(); ++i) {
      const auto& [column, steps] = found[i];
      const size_t at = Request(column->name);
      if (steps < present[i]->size()) {
        sources.push_back(Below(at, wanted, *present[i], steps));
        continue;
      }
      From from;
      from.column = at;
      from.type = column->type;
      from.form = column->form;
      if (!column->digit_column.empty()) from.digit = Request(column->digit_column);
      sources.push_back(std::move(from));
    }
    return true;
  }

  bool FromColumns(const ScanColumn& wanted, std::vector<From>& sources) {
    for (const FieldPath& path : wanted.paths) {
      if (path.empty() || path[0].is_index) continue;
      if (file_.footer.Find(path[0].name) != nullptr) {
        const size_t at = Request(path[0].name);
        if (path.size() > 1) {
          sources.push_back(Below(at, wanted, path, 1));
          continue;
        }
        From from;
        from.column = at;
        from.type = plan_.request.empty() ? Type::kString : TypeOfForm(plan_.request[at].form);
        sources.push_back(std::move(from));
      } else if (path.size() == 1) {
        for (const auto& [name, value] : file_.partitions) {
          if (name != path[0].name) continue;
          From from;
          from.kind = From::Kind::kText;
          from.text = value;
          sources.push_back(std::move(from));
        }
      }
    }
    return true;
  }

  void MakeEvent() {
    if (!plan_.event_members.empty()) return;
    for (const ParquetColumn& column : file_.footer.columns) {
      FilePlan::EventMember member;
      AppendJsonString(column.name, member.key);
      member.key += ':';
      member.column = Request(column.name);
      plan_.event_members.push_back(std::move(member));
    }
    for (const auto& [name, value] : file_.partitions) {
      plan_.event_tail += ',';
      AppendJsonString(name, plan_.event_tail);
      plan_.event_tail += ':' + PartitionJson(value);
    }
  }

  const ParquetFile& file_;
  const std::vector<ScanColumn>& wanted_;
  FilePlan plan_;
  std::string failure_;
};

// Whether a column of such a form can hold what the layout says.
bool Fits(Type type, ParquetForm form) {
  switch (type) {
    case Type::kBool:
      return form == ParquetForm::kBool;
    case Type::kInt:
    case Type::kLong:
    case Type::kTimeSpan:
      return form == ParquetForm::kInteger;
    case Type::kReal:
      return form == ParquetForm::kReal;
    case Type::kDateTime:
      return form == ParquetForm::kTimestampMicros;
    default:
      return form == ParquetForm::kText || form == ParquetForm::kJson;
  }
}

bool LayoutFits(const StoredLayout& layout, const ParquetFooter& footer) {
  const auto is = [&](std::string_view name, ParquetForm form) {
    const ParquetColumn* column = footer.Find(name);
    return column != nullptr && column->form == form;
  };
  if (!is(kRawColumn, ParquetForm::kText) || !is(kFileColumn, ParquetForm::kText) ||
      !is(kRecordColumn, ParquetForm::kInteger))
    return false;
  return std::all_of(layout.columns.begin(), layout.columns.end(), [&](const StoredColumn& column) {
    const ParquetColumn* stored = footer.Find(column.name);
    return stored != nullptr && Fits(column.type, stored->form) &&
           (column.digit_column.empty() || is(column.digit_column, ParquetForm::kInteger));
  });
}

}  // namespace

Result<ParquetFile> OpenParquetFile(const std::string& path, uint64_t bytes) {
  Result<ParquetFooter> footer = ReadParquetFooter(path);
  if (!footer) return footer.error();
  ParquetFile file;
  file.path = path;
  file.bytes = bytes;
  file.footer = std::move(*footer);
  // The decoder counts rows under this name.
  if (file.footer.Find("file_row_number") != nullptr)
    return Error{path + ": a column named `file_row_number` is not read"};
  const auto layout = file.footer.metadata.find(kLayoutKey);
  if (layout != file.footer.metadata.end() && file.footer.Find(kRawColumn) != nullptr) {
    Result<StoredLayout> read = ReadLayout(layout->second, path);
    if (!read) return read.error();
    if (!LayoutFits(*read, file.footer))
      return Error{path + ": the file's columns are not those that its metadata names; import it anew"};
    file.layout = std::move(*read);
  } else {
    file.partitions = PartitionsOf(path, file.footer);
  }
  return file;
}

Result<FilePlan> PlanFile(const ParquetFile& file, const std::vector<ScanColumn>& columns) {
  return Planner(file, columns).Run();
}

std::pair<uint64_t, uint64_t> FilePlan::BytesOf(const ParquetFile& file, const ParquetRowGroup& group) const {
  uint64_t compressed = 0, uncompressed = 0;
  for (const ParquetRowRequest::Column& wanted : request) {
    const ParquetColumn* column = file.footer.Find(wanted.name);
    for (int leaf = 0; column != nullptr && leaf < column->leaves; ++leaf) {
      const ParquetChunk& chunk = group.chunks[static_cast<size_t>(column->first_leaf + leaf)];
      compressed += chunk.compressed;
      uncompressed += chunk.uncompressed;
    }
  }
  return {compressed, uncompressed};
}

}  // namespace quarry
