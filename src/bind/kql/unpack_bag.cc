// evaluate bag_unpack: the members of a property bag become columns.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/arena.h"
#include "bind/kql/constant_rows.h"
#include "bind/kql/plugin_rows.h"
#include "types/json.h"

namespace quarry {
namespace {

enum class Conflict { kError, kReplaceSource, kKeepSource };

struct Unpacking {
  OutputColumn bag;
  std::string prefix;
  Conflict conflict = Conflict::kError;
  std::set<std::string> ignored;
  Span span;
};

bool ReadConflict(KqlBinder& binder, const kql::Expr& arg, const Value& value, Conflict* conflict) {
  if (value.text() == "error")
    *conflict = Conflict::kError;
  else if (value.text() == "replace_source")
    *conflict = Conflict::kReplaceSource;
  else if (value.text() == "keep_source")
    *conflict = Conflict::kKeepSource;
  else {
    binder.Report(Code::Q0208, arg.span, "no way to settle conflicts `" + value.text() + "`").label =
        "ways are error, replace_source and keep_source";
    return false;
  }
  return true;
}

bool ReadIgnored(KqlBinder& binder, const kql::Expr& arg, const Value& value, std::set<std::string>* ignored) {
  Arena arena;
  const JsonNode* names = value.type() == Type::kDynamic && !value.is_null() ? ParseJson(value.text(), arena) : nullptr;
  if (names == nullptr || names->kind != JsonNode::Kind::kArray) {
    binder.Report(Code::Q0204, arg.span, "`ignoredProperties` takes a dynamic array of names").label =
        "write `dynamic([\"Name\"])`";
    return false;
  }
  for (const JsonNode& name : names->array()) ignored->insert(std::string(name.text));
  return true;
}

bool ReadArguments(KqlBinder& binder, const kql::Expr& call, const RelPtr& input, Unpacking* unpacking) {
  constexpr std::string_view kNames[] = {"column", "columnPrefix", "columnsConflict", "ignoredProperties"};
  if (call.args.empty() || call.args.size() > 4) {
    binder.Report(Code::Q0205, call.span, "`bag_unpack` takes one to four arguments").label =
        "`bag_unpack(Column, Prefix, ColumnsConflict, IgnoredProperties)`";
    return false;
  }
  for (size_t i = 0; i < call.args.size(); i++) {
    const kql::Expr* arg = call.args[i];
    size_t place = i;
    if (arg->kind == kql::Expr::Kind::kNamed) {
      place =
          static_cast<size_t>(std::find(std::begin(kNames), std::end(kNames), arg->names[0].text) - std::begin(kNames));
      if (place == std::size(kNames)) {
        binder
            .Report(Code::Q0208, arg->names[0].span,
                    "`bag_unpack` has no argument `" + std::string(arg->names[0].text) + "`")
            .label = "arguments are column, columnPrefix, columnsConflict and ignoredProperties";
        return false;
      }
      arg = arg->args[0];
    }
    if (place == 0) {
      const OutputColumn* bag = binder.BindColumn(*arg, input);
      if (bag == nullptr) return false;
      unpacking->bag = *bag;
      continue;
    }
    std::optional<Value> value = binder.BindConstant(*arg, "an argument of `bag_unpack`");
    if (!value) return false;
    if (place != 3 && value->type() != Type::kString) {
      binder.Report(Code::Q0204, arg->span, "`" + std::string(kNames[place]) + "` takes text").label =
          "this is a " + std::string(TypeName(value->type()));
      return false;
    }
    if (place == 1) unpacking->prefix = value->text();
    if (place == 2 && !ReadConflict(binder, *arg, *value, &unpacking->conflict)) return false;
    if (place == 3 && !ReadIgnored(binder, *arg, *value, &unpacking->ignored)) return false;
  }
  if (unpacking->bag.id == 0) {
    binder.Report(Code::Q0205, call.span, "`bag_unpack` needs a column").label = "the first argument";
    return false;
  }
  return true;
}

std::optional<Type> TypeOfNode(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return std::nullopt;
    case JsonNode::Kind::kBool:
      return Type::kBool;
    case JsonNode::Kind::kInteger:
      return Type::kLong;
    case JsonNode::Kind::kReal:
      return Type::kReal;
    case JsonNode::Kind::kString:
      return Type::kString;
    default:
      return Type::kDynamic;
  }
}

// The columns that the bags of constant rows hold, by name. Values of several types make a dynamic column.
std::optional<std::vector<PluginColumn>> Discover(const Unpacking& unpacking, const Rel& input) {
  std::optional<std::vector<std::vector<Value>>> rows = ConstantRows(input);
  if (!rows) return std::nullopt;
  size_t at = 0;
  while (input.output[at].id != unpacking.bag.id) at++;
  std::map<std::string, std::optional<Type>> members;
  for (const std::vector<Value>& row : *rows) {
    if (row[at].is_null()) continue;
    Arena arena;
    const JsonNode* bag = ParseJson(row[at].text(), arena);
    if (bag == nullptr) continue;
    for (const JsonMember& member : bag->object()) {
      if (unpacking.ignored.count(std::string(member.name)) > 0) continue;
      std::optional<Type>& known = members[std::string(member.name)];
      std::optional<Type> type = TypeOfNode(member.value);
      if (type && known && *known != *type)
        known = Type::kDynamic;
      else if (type)
        known = type;
    }
  }
  std::vector<PluginColumn> columns;
  for (const auto& [name, type] : members)
    columns.push_back({unpacking.prefix + name, type.value_or(Type::kDynamic), unpacking.span});
  return columns;
}

}  // namespace

RelPtr UnpackBag(KqlBinder& binder, const kql::Expr& call, const PluginSchema* schema, const RelPtr& input) {
  Unpacking unpacking;
  unpacking.span = call.span;
  if (!ReadArguments(binder, call, input, &unpacking)) return nullptr;
  ExprPtr bag = binder.AsDynamic(binder.Column(unpacking.bag, call.args[0]->span), call.args[0]->span);
  if (!bag) return nullptr;
  std::vector<PluginColumn> wanted;
  if (schema != nullptr) {
    wanted = schema->columns;
  } else {
    std::optional<std::vector<PluginColumn>> found = Discover(unpacking, *input);
    if (!found) {
      binder.Unsupported(call.span, "`bag_unpack` without an output schema",
                         "its columns depend on the data; name them: `bag_unpack(...) : (*, Name:string)`");
      return nullptr;
    }
    wanted = std::move(*found);
  }
  auto member = [&](const PluginColumn& column) -> ExprPtr {
    std::string name = column.name;
    if (name.compare(0, unpacking.prefix.size(), unpacking.prefix) == 0)
      name.erase(0, unpacking.prefix.size());
    else
      return nullptr;
    if (unpacking.ignored.count(name) > 0) return nullptr;
    return binder.Call("dynamic_member", {bag, MakeLiteral(Value::String(name), column.span)}, column.span);
  };
  std::vector<NamedExpr> output;
  auto find = [&](const std::string& name) {
    return std::find_if(output.begin(), output.end(), [&](const NamedExpr& column) { return column.name == name; });
  };
  // A schema without `*` names everything; otherwise what the input has comes first.
  bool keep = schema == nullptr || schema->star;
  if (keep)
    for (const OutputColumn& column : input->output)
      if (column.id != unpacking.bag.id) output.push_back({column.id, column.name, binder.Column(column, {})});
  for (const PluginColumn& column : wanted) {
    const OutputColumn* source = nullptr;
    for (const OutputColumn& other : input->output)
      if (other.id != unpacking.bag.id && other.name == column.name) source = &other;
    if (source != nullptr && keep && unpacking.conflict == Conflict::kError) {
      Diagnostic& error = binder.Report(
          Code::Q0206, column.span, "`bag_unpack` gives a column `" + column.name + "`, which the rows have already");
      error.label = "`columnsConflict='replace_source'` or `'keep_source'` says which stays";
      return nullptr;
    }
    ExprPtr value;
    if (source != nullptr && unpacking.conflict != Conflict::kReplaceSource)
      value = binder.Column(*source, column.span);
    else
      value = member(column);
    if (!value)
      value = MakeLiteral(column.type == Type::kString ? Value::String("") : Value::Null(column.type), column.span);
    value = binder.Convert(value, column.type);
    if (!value) return nullptr;
    auto place = find(column.name);
    if (place != output.end() && keep && source != nullptr) {
      if (unpacking.conflict == Conflict::kReplaceSource) *place = {binder.NextId(), column.name, value};
    } else if (place != output.end()) {
      binder.Report(Code::Q0206, column.span, "a column named `" + column.name + "` stands twice").label =
          "the name is taken";
      return nullptr;
    } else {
      bool plain = value->kind == Expr::Kind::kColumn;
      output.push_back({plain ? value->column : binder.NextId(), column.name, value});
    }
  }
  if (output.empty()) {
    binder.Unsupported(call.span, "a result without columns", "no bag has a member");
    return nullptr;
  }
  return MakeProject(input, std::move(output), call.span);
}

}  // namespace quarry
