// What lookup files give: externaldata, _GetWatchlist(), geo_info_from_ip_address(). Part of KqlBinder.
#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "bind/kql/external_rows.h"
#include "bind/kql/kql_binder.h"
#include "bind/lookup_files.h"
#include "functions/network/url.h"
#include "plan/evaluator.h"

namespace quarry {
namespace {

constexpr size_t kLargestExternalFile = size_t{100} << 20;  // as Kusto has it

void AddName(std::vector<std::string>& names, std::string name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

// Under which names a copy of what is at `address` may lie: its path with the host in front (as `wget -x` keeps it),
// then its last part alone; with and without percent escapes; unpacked where it is packed. A plain path is its own
// name.
std::vector<std::string> CopyNames(std::string_view address) {
  const size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return {std::string(address)};
  address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("?#;"));
  while (address.ends_with('/')) address.remove_suffix(1);
  std::vector<std::string> names;
  for (std::string_view part : {address, address.substr(address.rfind('/') + 1)}) {
    for (std::string name : {std::string(part), PercentDecoded(part, false)}) {
      for (std::string_view packed : {".gz", ".zip"})
        if (name.ends_with(packed)) name.resize(name.size() - packed.size());
      AddName(names, std::move(name));
    }
  }
  return names;
}

// The format that the file's extension names; "csv" for others.
std::string_view FormatOfName(std::string_view name) {
  const size_t dot = name.rfind('.');
  const std::string_view extension = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  return FindExternalFormat(extension) ? extension : "csv";
}

}  // namespace

// What the rows of externaldata are read by, from its `with (...)`.
struct KqlBinder::ExternalOptions {
  std::string format;
  bool skip_first = false;
};

bool KqlBinder::ReadExternalOptions(const kql::Expr& expr, ExternalOptions* options) {
  for (const kql::Option& option : expr.options) {
    const std::string_view name = option.name.text;
    const bool is_format = EqualsIgnoreAsciiCase(name, "format");
    if (!is_format && !EqualsIgnoreAsciiCase(name, "ignoreFirstRecord")) {
      Unsupported(option.name.span, "the option `" + std::string(name) + "` of externaldata",
                  "options are format and ignoreFirstRecord");
      return false;
    }
    std::string word;  // csv and True need no quotes
    if (option.value->kind == kql::Expr::Kind::kName) {
      word = option.value->text;
    } else {
      const std::optional<Value> value = BindConstant(*option.value, "an option of externaldata");
      if (!value) return false;
      if (value->type() == Type::kString && !value->is_null()) word = value->text();
      if (value->type() == Type::kBool && !value->is_null()) word = value->boolean() ? "true" : "false";
    }
    if (is_format) {
      options->format = word;
      if (FindExternalFormat(word)) continue;
      Unsupported(option.value->span, "the format `" + word + "` of externaldata",
                  "formats are " + std::string(ExternalFormatNames()));
      return false;
    }
    options->skip_first = EqualsIgnoreAsciiCase(word, "true");
    if (options->skip_first || EqualsIgnoreAsciiCase(word, "false")) continue;
    Report(Code::Q0208, option.value->span, "`" + std::string(name) + "` does not take this value").label =
        "`true` or `false` is needed";
    return false;
  }
  return true;
}

RelPtr KqlBinder::BindExternalData(const kql::Expr& expr) {
  if (!expr.text.empty()) {
    Unsupported(expr.span, "`inline_external_table`", "externaldata reads local copies of files");
    return nullptr;
  }
  if (const auto known = external_.find(&expr); known != external_.end())
    return known->second ? Renewed(known->second) : nullptr;
  RelPtr& rel = external_[&expr];
  std::vector<OutputColumn> output;
  if (!BindColumnDecls(expr, "externaldata", &output)) return nullptr;
  ExternalOptions options;
  if (!ReadExternalOptions(expr, &options)) return nullptr;
  std::vector<std::vector<Value>> rows;
  bool ok = true;
  for (const kql::Expr* item : expr.args) {
    const std::optional<Value> address = BindConstant(*item, "an address of externaldata");
    if (!address) return nullptr;
    ok = ReadExternalFile(*item, address->is_null() ? std::string() : address->text(), options, output, &rows) && ok;
  }
  if (!ok) return nullptr;
  rel = MakeValues(std::move(output), std::move(rows), expr.span);
  return rel;
}

bool KqlBinder::ReadExternalFile(const kql::Expr& item, const std::string& address, const ExternalOptions& options,
                                 const std::vector<OutputColumn>& output, std::vector<std::vector<Value>>* rows) {
  LookupRequest request;
  request.names = CopyNames(address);
  request.shown = "copy of `" + address + "`";
  request.span = item.span;
  request.largest = kLargestExternalFile;
  const LookupFolders folders{query_name_, options_.data_dir};
  if (!FindLookup(request, folders)) {
    if (options_.lookups_may_miss) return true;
    DiagnosticList why;
    ReadLookup(request, folders, why);
    Diagnostic& error = Report(Code::Q0601, item.span, why.items().back().message);
    error.label = why.items().back().label;
    if (address.find("://") != std::string::npos && error.hints.empty())
      error.hints.push_back("Quarry fetches nothing over the network: save it as `" + request.names.back() +
                            "` beside the query or in the folder of `--lookups`");
    return false;
  }
  const std::optional<LookupText> file = ReadLookup(request, folders, diagnostics_);
  if (!file) return false;
  const std::string format(options.format.empty() ? FormatOfName(file->name) : options.format);
  auto read = ExternalRows(file->text, *FindExternalFormat(format), output, options.skip_first);
  if (!read) {
    Report(Code::Q0603, item.span, "`" + file->name + "` is not " + format + ": " + read.error().message).label =
        "not readable";
    return false;
  }
  for (const auto& cells : *read) {
    std::vector<Value> row;
    for (size_t i = 0; i < output.size(); i++) {
      const Type type = output[i].type;
      if (type == Type::kString) {
        row.push_back(Value::String(cells[i].value_or("")));
        continue;
      }
      std::optional<Value> value;
      if (cells[i] && !cells[i]->empty()) {
        const ExprPtr text = MakeLiteral(Value::String(*cells[i]), item.span);
        value =
            EvaluateConstant(*(type == Type::kDynamic ? Call("parse_json", {text}, item.span) : Convert(text, type)));
      }
      row.push_back(value ? *value : Value::Null(type));
    }
    rows->push_back(std::move(row));
  }
  return true;
}

// geo_info_from_ip_address(): the database is a lookup file, whose path goes along as a second argument.
ExprPtr KqlBinder::BindGeoInfo(const kql::Expr& expr, const RelPtr& rows) {
  if (expr.args.size() != 1) {
    Report(Code::Q0205, expr.span, "`geo_info_from_ip_address` takes one address").label =
        std::to_string(expr.args.size()) + " arguments";
    return nullptr;
  }
  ExprPtr address = BindExpr(*expr.args[0], rows);
  const LookupFolders folders{query_name_, options_.data_dir};
  const std::optional<std::string> path =
      FindIpDatabase(IpDatabaseKind::kCity, expr.text_span, folders, options_.lookups_may_miss, diagnostics_);
  if (!address || !path) return nullptr;
  return Call("geo_info_from_ip_address", {address, MakeLiteral(Value::String(*path), expr.text_span)}, expr.span);
}

// A watch list is a CSV file of its name, whose first record has the columns' names; all are texts, as in Sentinel.
RelPtr KqlBinder::BindWatchlist(const kql::Expr& call) {
  if (call.args.size() != 1) {
    Report(Code::Q0205, call.span, "`_GetWatchlist` takes the alias of a watchlist").label =
        call.args.empty() ? "no alias" : "too many arguments";
    return nullptr;
  }
  const std::optional<Value> alias = BindConstant(*call.args[0], "the alias of a watchlist");
  if (!alias) return nullptr;
  const std::string name = alias->type() == Type::kString && !alias->is_null() ? alias->text() : std::string();
  if (name.empty() || name.find_first_of("/\\") != std::string::npos) {
    Report(Code::Q0208, call.args[0]->span, "the alias of a watchlist is a name").label = "not a name";
    return nullptr;
  }
  LookupRequest request;
  request.names = {name + ".csv", "watchlists/" + name + ".csv"};
  request.shown = "copy of watchlist `" + name + "`";
  request.span = call.args[0]->span;
  request.largest = kLargestExternalFile;
  const LookupFolders folders{query_name_, options_.data_dir};
  if (!FindLookup(request, folders)) {
    Diagnostic& error = Report(Code::Q0601, request.span, "no " + request.shown);
    error.label = "looked for beside the query and in the folder of lookup files (`--lookups`)";
    if (error.hints.empty())
      error.hints.push_back("export the watchlist as `" + name + ".csv`, with its search key under `SearchKey`");
    return nullptr;
  }
  const std::optional<LookupText> file = ReadLookup(request, folders, diagnostics_);
  if (!file) return nullptr;
  DelimitedRecords records(file->text, ',');
  std::vector<std::string> cells;
  std::vector<OutputColumn> output;
  KqlNames names;
  if (!records.Next(&cells)) {
    Report(Code::Q0603, request.span, "watchlist `" + file->name + "` is empty").label = "its first line names columns";
    return nullptr;
  }
  for (std::string& column : cells) {
    if (!TakeName(names, column, request.span)) return nullptr;
    output.push_back({NextId(), std::move(column), Type::kString});
  }
  std::vector<std::vector<Value>> rows;
  while (records.Next(&cells)) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    cells.resize(output.size());
    std::vector<Value> row;
    for (std::string& cell : cells) row.push_back(Value::String(std::move(cell)));
    rows.push_back(std::move(row));
  }
  return MakeValues(std::move(output), std::move(rows), call.span);
}

}  // namespace quarry
