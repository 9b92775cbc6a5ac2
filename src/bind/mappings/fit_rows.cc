// Fits relations to each other and to schemas, and turns rows into events.
#include "bind/mappings/fit_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "plan/event_time.h"

namespace quarry {
namespace {

bool IsOrigin(const OutputColumn& column) {
  return column.name == kSourceFile || column.name == kSourceRecord;
}

}  // namespace

OpenEvents RowsAsEvents(RelPtr rows, const EventsRequest& request, Span span, ColumnIds& ids) {
  OpenEvents events;
  std::vector<NamedExpr> shown;
  const auto show = [&](const std::string& name, ExprPtr expr) {
    shown.push_back({ids.Next(), name, std::move(expr)});
    return shown.back().id;
  };
  const auto text_of = [&](const OutputColumn& column) {
    ExprPtr text = MakeColumn(column.id, column.type, span);
    if (column.type != Type::kString) text = MakeCall("to_string", {text});
    return MakeCall("iff", {MakeCall("is_empty", {text}), MakeLiteral(Value::Null(Type::kString)), text});
  };
  for (const OutputColumn& column : rows->output) {
    if (column.type == Type::kDateTime && events.time == 0)
      events.time = show("time", MakeColumn(column.id, column.type, span));
  }
  for (const std::string& name : request.fields) {
    if (events.fields.count(name) != 0) continue;
    // Views write tags without their '#'.
    const std::string_view plain = name.starts_with('#') ? std::string_view(name).substr(1) : std::string_view(name);
    const auto found =
        std::find_if(rows->output.begin(), rows->output.end(), [&](const OutputColumn& o) { return o.name == plain; });
    if (found != rows->output.end()) {
      events.fields[name] = show(name, text_of(*found));
    } else if (name == "@timestamp" && events.time != 0) {
      const auto time = std::find_if(rows->output.begin(), rows->output.end(),
                                     [](const OutputColumn& o) { return o.type == Type::kDateTime; });
      events.fields[name] = show(name, EpochMillisecondsText(MakeColumn(time->id, time->type, span)));
    } else {
      events.fields[name] = show(name, MakeLiteral(Value::Null(Type::kString), span));
    }
  }
  if (request.whole_event) {
    std::vector<ExprPtr> members;
    for (const OutputColumn& column : rows->output) {
      if (IsOrigin(column)) continue;
      members.push_back(MakeLiteral(Value::String(column.name)));
      members.push_back(text_of(column));
    }
    events.event = show("event", members.empty() ? MakeLiteral(Value::Text(Type::kDynamic, "{}"))
                                                 : MakeCall("pack_fields", std::move(members)));
  }
  if (request.origin) {
    const auto column_or_null = [&](std::string_view name, Type type) {
      const auto found =
          std::find_if(rows->output.begin(), rows->output.end(), [&](const OutputColumn& o) { return o.name == name; });
      return found == rows->output.end() ? MakeLiteral(Value::Null(type)) : MakeColumn(found->id, found->type, span);
    };
    events.file = show("file", column_or_null(kSourceFile, Type::kString));
    events.record = show("record", column_or_null(kSourceRecord, Type::kLong));
  }
  events.plan = MakeProject(std::move(rows), std::move(shown), span);
  events.description = "rows";
  return events;
}

OpenEvents UnionEvents(std::vector<OpenEvents> parts, Span span, ColumnIds& ids) {
  if (parts.size() == 1) return std::move(parts[0]);
  OpenEvents all;
  std::vector<OutputColumn> output;
  std::vector<std::vector<ColumnId>> columns(parts.size());
  std::vector<std::vector<NamedExpr>> nulls(parts.size());  // columns that one part does not have
  const auto add = [&](std::string name, Type type, auto id_of) {
    const bool anywhere = std::any_of(parts.begin(), parts.end(), [&](const OpenEvents& p) { return id_of(p) != 0; });
    if (!anywhere) return ColumnId{0};
    for (size_t i = 0; i < parts.size(); ++i) {
      ColumnId id = id_of(parts[i]);
      if (id == 0) {
        id = ids.Next();
        nulls[i].push_back({id, name, MakeLiteral(Value::Null(type))});
      }
      columns[i].push_back(id);
    }
    output.push_back({ids.Next(), std::move(name), type});
    return output.back().id;
  };
  all.time = add("time", Type::kDateTime, [](const OpenEvents& p) { return p.time; });
  for (const auto& [name, id] : parts[0].fields) {
    all.fields[name] = add(name, Type::kString, [&name = name](const OpenEvents& p) { return p.fields.at(name); });
  }
  all.event = add("event", Type::kDynamic, [](const OpenEvents& p) { return p.event; });
  all.file = add("file", Type::kString, [](const OpenEvents& p) { return p.file; });
  all.record = add("record", Type::kLong, [](const OpenEvents& p) { return p.record; });
  std::vector<RelPtr> inputs;
  for (size_t i = 0; i < parts.size(); ++i) {
    RelPtr input = std::move(parts[i].plan);
    if (!nulls[i].empty()) {
      std::vector<NamedExpr> shown;
      for (const OutputColumn& o : input->output) shown.push_back({o.id, o.name, MakeColumn(o.id, o.type, span)});
      for (NamedExpr& missing : nulls[i]) shown.push_back(std::move(missing));
      input = MakeProject(std::move(input), std::move(shown), span);
    }
    inputs.push_back(std::move(input));
    if (!all.description.empty()) all.description += "; ";
    all.description += parts[i].description;
    for (std::string& note : parts[i].notes) {
      if (std::find(all.notes.begin(), all.notes.end(), note) == all.notes.end()) all.notes.push_back(std::move(note));
    }
  }
  all.plan = MakeUnion(std::move(inputs), std::move(output), std::move(columns), span);
  return all;
}

RelPtr UnionByName(std::vector<RelPtr> inputs, Span span, ColumnIds& ids) {
  if (inputs.size() == 1) return inputs[0];
  std::vector<OutputColumn> output;
  for (const RelPtr& input : inputs) {
    for (const OutputColumn& column : input->output) {
      const auto known =
          std::find_if(output.begin(), output.end(), [&](const OutputColumn& o) { return o.name == column.name; });
      if (known == output.end())
        output.push_back({ids.Next(), column.name, column.type});
      else if (known->type != column.type)
        known->type = Type::kString;
    }
  }
  std::vector<std::vector<ColumnId>> columns;
  for (RelPtr& input : inputs) {
    std::vector<NamedExpr> projections;
    std::vector<ColumnId> used;
    for (const OutputColumn& wanted : output) {
      const auto mine = std::find_if(input->output.begin(), input->output.end(),
                                     [&](const OutputColumn& o) { return o.name == wanted.name; });
      NamedExpr named;
      named.name = wanted.name;
      if (mine == input->output.end()) {
        named.id = ids.Next();
        named.expr = MakeLiteral(wanted.type == Type::kString ? Value::String("") : Value::Null(wanted.type), span);
      } else if (mine->type != wanted.type) {
        named.id = ids.Next();
        named.expr = MakeCall("to_string", {MakeColumn(mine->id, mine->type, span)});
      } else {
        named.id = mine->id;
        named.expr = MakeColumn(mine->id, mine->type, span);
      }
      used.push_back(named.id);
      projections.push_back(std::move(named));
    }
    const bool same = input->output.size() == output.size() &&
                      std::equal(used.begin(), used.end(), input->output.begin(),
                                 [](ColumnId id, const OutputColumn& o) { return id == o.id; });
    if (!same) input = MakeProject(std::move(input), std::move(projections), span);
    columns.push_back(std::move(used));
  }
  return MakeUnion(std::move(inputs), std::move(output), std::move(columns), span);
}

RelPtr ConformTo(const TableSchema& schema, RelPtr rows, bool only_schema, bool origin, Span span, ColumnIds& ids) {
  std::vector<NamedExpr> shown;
  for (const ColumnSchema& column : schema.columns()) {
    const auto mine = std::find_if(rows->output.begin(), rows->output.end(),
                                   [&](const OutputColumn& o) { return o.name == column.name; });
    if (mine == rows->output.end()) {
      const Value missing = column.type == Type::kString ? Value::String("") : Value::Null(column.type);
      shown.push_back({ids.Next(), column.name, MakeLiteral(missing, span)});
    } else if (mine->type == column.type) {
      shown.push_back({mine->id, column.name, MakeColumn(mine->id, mine->type, span)});
    } else {
      shown.push_back({ids.Next(), column.name,
                       MakeCall("to_" + std::string(TypeName(column.type)), {MakeColumn(mine->id, mine->type, span)})});
    }
  }
  for (const OutputColumn& column : rows->output) {
    const bool kept = IsOrigin(column) ? origin : !only_schema && schema.Find(column.name) == nullptr;
    if (!kept) continue;
    shown.push_back({column.id, column.name, MakeColumn(column.id, column.type, span)});
  }
  return MakeProject(std::move(rows), std::move(shown), span);
}

RelPtr EmptyTable(const TableSchema& schema, bool origin, Span span, ColumnIds& ids) {
  std::vector<OutputColumn> output;
  for (const ColumnSchema& column : schema.columns()) output.push_back({ids.Next(), column.name, column.type});
  if (origin) {
    output.push_back({ids.Next(), std::string(kSourceFile), Type::kString});
    output.push_back({ids.Next(), std::string(kSourceRecord), Type::kLong});
  }
  return MakeValues(std::move(output), {}, span);
}

}  // namespace quarry
