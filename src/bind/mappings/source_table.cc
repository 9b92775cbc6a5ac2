// Field paths as text, identifiers from file names, and the merging of shapes.
#include "bind/mappings/source_table.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace quarry {

std::string_view TelemetryKindName(TelemetryKind kind) {
  switch (kind) {
    case TelemetryKind::kWindows:
      return "windows";
    case TelemetryKind::kFalcon:
      return "falcon";
    case TelemetryKind::kDefender:
      return "defender";
    case TelemetryKind::kGeneric:
      return "generic";
  }
  return "";
}

FieldPath FieldPrefix::PathOf(std::string_view field) const {
  FieldPath out = path;
  JsonStep step;
  step.name = glued + std::string(field);
  out.push_back(std::move(step));
  return out;
}

FieldPath ParseFieldPath(std::string_view text) {
  FieldPath path;
  while (!text.empty()) {
    JsonStep step;
    if (text.front() == '.') text.remove_prefix(1);
    const bool quoted = text.starts_with("[\"");
    const size_t end = quoted ? text.find("\"]", 2) : text.starts_with('[') ? text.find(']') : std::string_view::npos;
    if (quoted && end != std::string_view::npos) {
      step.name = text.substr(2, end - 2);
      text.remove_prefix(end + 2);
    } else if (end != std::string_view::npos && end > 1 && IsAsciiDigit(text[1])) {
      step.is_index = true;
      for (char c : text.substr(1, end - 1)) step.index = step.index * 10 + (c - '0');
      text.remove_prefix(end + 1);
    } else {
      const size_t stop = std::min(text.find_first_of(".[", 1), text.size());
      step.name = text.substr(0, stop);
      text.remove_prefix(stop);
    }
    path.push_back(std::move(step));
  }
  return path;
}

std::string FormatFieldPath(const FieldPath& path) {
  std::string out;
  for (const JsonStep& step : path) {
    if (step.is_index) {
      out += '[' + std::to_string(step.index) + ']';
    } else if (step.name.find_first_of(".[") != std::string::npos) {
      out += "[\"" + step.name + "\"]";
    } else {
      if (!out.empty()) out += '.';
      out += step.name;
    }
  }
  return out;
}

std::string IdentifierFromPath(std::string_view path) {
  path = path.substr(path.find_last_of('/') + 1);
  path = path.substr(0, path.find('.', 1));
  std::string name;
  for (char c : path) name += IsAsciiAlnum(c) ? c : '_';
  if (name.empty() || IsAsciiDigit(name[0])) name.insert(name.begin(), '_');
  return name;
}

namespace {

void AddPaths(std::vector<FieldPath>& to, const std::vector<FieldPath>& from) {
  for (const FieldPath& path : from) {
    if (std::find(to.begin(), to.end(), path) == to.end()) to.push_back(path);
  }
}

// The type that holds values of both.
Type WiderType(Type a, Type b) {
  if (a == b) return a;
  if (a == Type::kDynamic || b == Type::kDynamic) return Type::kDynamic;
  if ((a == Type::kLong && b == Type::kReal) || (a == Type::kReal && b == Type::kLong)) return Type::kReal;
  return Type::kString;
}

}  // namespace

bool MergeShape(TelemetryShape& shape, const TelemetryShape& other) {
  if (shape.kind != other.kind || shape.table != other.table || shape.streaming != other.streaming) return false;
  if (shape.discriminators.empty() != other.discriminators.empty()) return false;
  for (const FieldPrefix& prefix : other.prefixes) {
    const bool known = std::any_of(shape.prefixes.begin(), shape.prefixes.end(), [&](const FieldPrefix& mine) {
      return mine.glued == prefix.glued && mine.path == prefix.path;
    });
    if (!known) return false;  // one layout a source: a scan looks for every field in every place
  }
  AddPaths(shape.discriminators, other.discriminators);
  for (const auto& [name, paths] : other.record_fields) AddPaths(shape.record_fields[name], paths);
  for (const auto& [table, columns] : other.columns) {
    std::vector<DiscoveredColumn>& mine = shape.columns[table];
    for (const DiscoveredColumn& column : columns) {
      auto found =
          std::find_if(mine.begin(), mine.end(), [&](const DiscoveredColumn& c) { return c.name == column.name; });
      if (found == mine.end()) {
        mine.push_back(column);
      } else {
        found->type = WiderType(found->type, column.type);
        found->json_in_text |= column.json_in_text;
      }
    }
  }
  std::vector<std::string> tables;
  std::set_union(shape.seen_tables.begin(), shape.seen_tables.end(), other.seen_tables.begin(), other.seen_tables.end(),
                 std::back_inserter(tables));
  shape.seen_tables = std::move(tables);
  return true;
}

}  // namespace quarry
