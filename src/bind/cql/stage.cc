// The state of a stage: fields, conditions, order. Syntax is applied to it in pipeline.cc, filters.cc, expressions.cc.
#include "bind/cql/stage.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "types/json.h"
#include "types/ticks.h"

namespace quarry {

CqlStage CqlStage::OfEvents(CqlContext& context, Span span) {
  CqlStage stage(context);
  stage.open_ = true;
  if (context.recording) {
    context.pipelines.push_back(std::make_shared<CqlEvents>());
    stage.events_ = context.pipelines.back();
    stage.plan_ = MakeValues({}, {}, span);
    stage.event_ = context.ids.Next();
    stage.time_ = context.ids.Next();
    stage.position_ = context.ids.Next();
    stage.KeepInterval();
    return stage;
  }
  QUARRY_CHECK(context.next_pipeline < context.pipelines.size());
  stage.events_ = context.pipelines[context.next_pipeline++];
  std::vector<OpenEvents> found =
      context.tables.FindEvents(Lang::kCql, stage.events_->request, span, context.ids, context.diagnostics);
  if (found.empty()) {
    // No telemetry at all: no events.
    OpenEvents none;
    std::vector<OutputColumn> columns;
    auto column = [&](std::string_view name, Type type) {
      columns.push_back({context.ids.Next(), std::string(name), type});
      return columns.back().id;
    };
    for (const std::string& field : stage.events_->request.fields) none.fields[field] = column(field, Type::kString);
    none.event = column("event", Type::kDynamic);
    none.plan = MakeValues(std::move(columns), {}, span);
    found.push_back(std::move(none));
  }
  stage.events_->events = found[0];
  const OpenEvents& events = stage.events_->events;
  stage.plan_ = events.plan;
  stage.event_ = events.event;
  stage.time_ = events.time;
  stage.position_ = events.record;
  stage.own_ = events.fields;
  for (const std::string& note : events.notes) context.notes.push_back(note);
  stage.KeepInterval();
  return stage;
}

void CqlStage::KeepInterval() {
  ExprPtr time = Time();
  if (!context_->interval || !time) return;
  auto ticks = [](int64_t milliseconds) {
    return MakeLiteral(quarry::Value::Integer(Type::kDateTime, kUnixEpochTicks + milliseconds * kTicksPerMillisecond));
  };
  Require(cql_value::Call("greater_equal", {time, ticks(context_->interval->start)}));
  Require(cql_value::Call("less", {time, ticks(context_->interval->end)}));
}

CqlStage CqlStage::OfRows(CqlContext& context, RelPtr plan) {
  CqlStage stage(context);
  stage.plan_ = std::move(plan);
  stage.aggregated = true;
  return stage;
}

CqlStage CqlStage::OfEventRows(CqlStage rows, ExprPtr event) {
  CqlStage stage(rows.context());
  stage.open_ = true;
  stage.fields_in_event_ = true;
  stage.aggregated = true;
  stage.all_events_ = false;
  stage.row_bound = rows.row_bound;
  stage.events_ = std::make_shared<CqlEvents>();
  stage.event_ = stage.NextId();
  stage.plan_ = MakeProject(rows.Plan(), {{stage.event_, "event", std::move(event)}});
  return stage;
}

CqlStage CqlStage::OfTexts(CqlContext& context, const std::vector<std::string>& texts, Span span) {
  CqlStage stage(context);
  stage.open_ = true;
  stage.fields_in_event_ = true;
  stage.events_ = std::make_shared<CqlEvents>();
  stage.event_ = context.ids.Next();
  std::vector<std::vector<quarry::Value>> rows;
  for (const std::string& text : texts) {
    std::string event = "{\"@rawstring\":";
    AppendJsonString(text, event);
    rows.push_back({quarry::Value::Text(Type::kDynamic, event + "}")});
  }
  stage.plan_ = MakeValues({{stage.event_, "event", Type::kDynamic}}, std::move(rows), span);
  return stage;
}

void CqlStage::AddParsed(ExprPtr object, bool overrides) {
  auto member = [&](const std::string& name) { return cql_value::Call("cql_member", {object, cql_value::Text(name)}); };
  for (const std::string& name : names_) {
    ExprPtr old = cql_value::AsText(fields_.at(name));
    fields_[name] = overrides ? cql_value::FirstOf(member(name), old) : cql_value::FirstOf(old, member(name));
  }
  for (const std::string& name : std::exchange(dropped_, {})) Set(name, member(name));
  if (open_) parsed_.push_back({std::move(object), overrides, false});
}

namespace {

bool IsElement(std::string_view array, std::string_view name) {
  return name.size() > array.size() && name.starts_with(array) && name[array.size()] == '[';
}

}  // namespace

size_t CqlStage::ArrayBound(const std::string& array) const {
  size_t bound = 0;
  for (const std::string& name : names_) {
    if (!IsElement(array, name)) continue;
    size_t index = 0;
    const char* first = name.data() + array.size() + 1;
    if (std::from_chars(first, name.data() + name.size(), index).ec == std::errc()) bound = std::max(bound, index + 1);
  }
  return bound;
}

bool CqlStage::ReplaceArray(const std::string& array, ExprPtr object, std::optional<size_t> most,
                            const ExprPtr& only_if, Span span) {
  if (open_ && !values_only && !MayChangeRows(span, "a function that makes an array")) return false;
  if (!open_ && !most)
    return context_->Unsupported(span, "a function that makes an array behind an aggregate or `select`",
                                 "the fields that it would give are not known");
  // Where the condition fails, the array stays.
  if (!only_if->is_literal())
    object = cql_value::Choose(
        only_if, object,
        cql_value::Call("cql_array_fields", {EventWithArray(array), cql_value::Text(array), cql_value::Text(array)}));
  if (!open_) {
    for (size_t i = 0; i < std::max(*most, ArrayBound(array)); ++i) {
      const std::string name = array + "[" + std::to_string(i) + "]";
      Set(name, cql_value::Call("cql_member", {object, cql_value::Text(name)}, span));
    }
    return true;
  }
  for (const std::string& name : std::vector<std::string>(names_)) {
    if (!IsElement(array, name)) continue;
    fields_.erase(name);
    names_.erase(std::find(names_.begin(), names_.end(), name));
  }
  std::erase_if(dropped_, [&](const std::string& name) { return IsElement(array, name); });
  parsed_.push_back({std::move(object), true, false, array});
  return true;
}

ExprPtr CqlStage::WithParsed(ExprPtr event) const {
  for (const Parsed& parsed : parsed_) {
    if (parsed.in_event) continue;
    event =
        parsed.array.empty()
            ? cql_value::Call("cql_merge", {event, parsed.object, MakeLiteral(quarry::Value::Bool(parsed.overrides))})
            : cql_value::Call("cql_replace_array", {event, cql_value::Text(parsed.array), parsed.object});
  }
  return event;
}

ExprPtr CqlStage::OwnField(const std::string& name, Span span) {
  ExprPtr value = EventField(name, span);
  const bool split = IsSplit(name);
  for (const Parsed& parsed : parsed_) {
    if (split && parsed.in_event) continue;
    if (!parsed.array.empty() && !IsElement(parsed.array, name)) continue;
    ExprPtr member = cql_value::Call("cql_member", {parsed.object, cql_value::Text(name)}, span);
    if (!parsed.array.empty()) {
      value = member;
      continue;
    }
    value = parsed.overrides ? cql_value::FirstOf(member, value) : cql_value::FirstOf(value, member);
  }
  return value;
}

ExprPtr CqlStage::EventField(const std::string& name, Span span) {
  // An object around an array that split() took out is no longer what its column holds.
  const bool around = std::any_of(split_.begin(), split_.end(),
                                  [&](const std::string& array) { return array.starts_with(name + "."); });
  if (fields_in_event_ || around || IsSplit(name))
    return cql_value::Call("cql_member", {MakeColumn(event_, Type::kDynamic), cql_value::Text(name)}, span);
  auto found = own_.find(name);
  if (found != own_.end()) return MakeColumn(found->second, Type::kString, span);
  if (!context_->recording) return cql_value::Absent();
  std::vector<std::string>& wanted = events_->request.fields;
  if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) wanted.push_back(name);
  ColumnId id = context_->ids.Next();
  own_[name] = id;
  return MakeColumn(id, Type::kString, span);
}

std::string CqlStage::FieldName(std::string_view name, Span span) {
  std::string field(name);
  std::string unquoted;
  for (char c : field) {
    if (c != '`') unquoted += c;
  }
  if (unquoted != "_time" || fields_.count(unquoted)) return unquoted;
  if (!open_ && !fields_.count("@timestamp")) return unquoted;
  if (span.known()) {
    Diagnostic& d = context_->Rejected(span, "`_time` is no field of an event",
                                       "events have no field `_time`; event time is `@timestamp`");
    d.label = "read as `@timestamp`";
    d.fixes.push_back({span, "@timestamp"});
  }
  return "@timestamp";
}

ExprPtr CqlStage::Field(std::string_view written, Span span) {
  std::string name = FieldName(written, span);
  auto found = fields_.find(name);
  if (found != fields_.end()) return found->second;
  if (ExprPtr element = ElementOf(name)) return cql_value::Call("cql_member", {element, cql_value::Text(name)}, span);
  if (!open_ || dropped_.count(name)) return cql_value::Absent();
  return OwnField(name, span);
}

ExprPtr CqlStage::ElementOf(std::string_view name) const {
  for (size_t i = elements_.size(); i-- > 0;) {
    const std::string& variable = elements_[i].first;
    if (!name.starts_with(variable)) continue;
    if (name.size() == variable.size() || name[variable.size()] == '.' || name[variable.size()] == '[')
      return MakeColumn(elements_[i].second, Type::kDynamic);
  }
  return nullptr;
}

void CqlStage::Set(std::string_view written, ExprPtr value) {
  std::string name(written);
  name.erase(std::remove(name.begin(), name.end(), '`'), name.end());
  if (fields_.emplace(name, value).second)
    names_.push_back(name);
  else
    fields_[name] = std::move(value);
}

void CqlStage::Assign(std::string_view name, ExprPtr value) {
  if (cql_value::IsAbsent(value)) return;
  // Names of our own (\x01) are no fields of events.
  if (cql_value::NeverAbsent(value) || name.starts_with('\x01')) return Set(name, std::move(value));
  ExprPtr old = Field(name);
  Set(name, cql_value::FirstOf(value, old));
}

void CqlStage::Forget(std::string_view name) {
  if (fields_.erase(std::string(name))) names_.erase(std::find(names_.begin(), names_.end(), name));
}

void CqlStage::Drop(std::string_view written) {
  std::string name(written);
  if (fields_.erase(name)) names_.erase(std::find(names_.begin(), names_.end(), name));
  if (open_) dropped_.insert(name);
}

void CqlStage::KeepOnly(const std::vector<std::string>& names) {
  std::map<std::string, ExprPtr> kept;
  std::vector<std::string> order;
  for (const std::string& name : names) {
    if (kept.emplace(name, Field(name)).second) order.push_back(name);
  }
  fields_ = std::move(kept);
  names_ = std::move(order);
  open_ = false;
  dropped_.clear();
  parsed_.clear();
}

ExprPtr CqlStage::Event() {
  if (aggregated || !events_) return nullptr;
  if (context_->recording) events_->request.whole_event = true;
  if (entered_ != 0) return MakeColumn(entered_, Type::kDynamic);
  return event_ == 0 ? nullptr : MakeColumn(event_, Type::kDynamic);
}

ExprPtr CqlStage::EventWithArray(std::string_view array) {
  if (array.ends_with("[]")) array.remove_suffix(2);
  return EventWithNames(std::string(array) + "[");
}

ExprPtr CqlStage::EventWithFields() {
  return EventWithNames("");
}

ExprPtr CqlStage::EventWithNames(std::string_view prefix) {
  ExprPtr event = MakeLiteral(quarry::Value::Text(Type::kDynamic, "{}"));
  if (ExprPtr element = ElementOf(prefix)) {
    event = element;
  } else if (open_) {
    if (context_->recording) events_->request.whole_event = true;
    if (event_ != 0) event = MakeColumn(event_, Type::kDynamic);
    event = WithParsed(event);
  }
  std::vector<ExprPtr> call = {event};
  for (const std::string& name : dropped_) {
    if (!name.starts_with(prefix) || fields_.count(name)) continue;
    call.push_back(cql_value::Text(name));
    call.push_back(cql_value::Absent());
  }
  for (const std::string& name : names_) {
    if (!name.starts_with(prefix) || name.starts_with('\x01')) continue;
    call.push_back(cql_value::Text(name));
    call.push_back(cql_value::AsText(fields_.at(name)));
  }
  return call.size() == 1 ? event : cql_value::Call("cql_with_fields", std::move(call));
}

bool CqlStage::IsSplit(std::string_view name) const {
  if (split_.empty()) return false;
  if (name == "_index") return true;
  for (const std::string& array : split_) {
    if (name.starts_with(array) &&
        (name.size() == array.size() || name[array.size()] == '.' || name[array.size()] == '['))
      return true;
  }
  return false;
}

void CqlStage::Split(const std::string& array, Span span) {
  Materialize();
  UnnestColumn element;
  element.id = NextId();
  element.name = "event";
  element.value = cql_value::Call("cql_split_event", {EventWithArray(array), cql_value::Text(array)}, span);
  plan_ = MakeUnnest(plan_, {element}, false, "", 0, std::nullopt, span);
  ExprPtr event = MakeColumn(element.id, Type::kDynamic);
  if (entered_ == 0) entered_ = event_;
  event_ = element.id;
  split_.push_back(array);
  for (Parsed& parsed : parsed_) parsed.in_event = true;
  for (const std::string& name : std::vector<std::string>(names_)) {
    if (!IsSplit(name)) continue;
    // The element's fields take the place of fields of their names; the array is gone.
    if (name.starts_with(array + "[")) {
      fields_.erase(name);
      names_.erase(std::find(names_.begin(), names_.end(), name));
    } else {
      fields_[name] = cql_value::FirstOf(cql_value::Call("cql_member", {event, cql_value::Text(name)}),
                                         cql_value::AsText(fields_.at(name)));
    }
  }
  std::erase_if(dropped_, [&](const std::string& name) { return IsSplit(name); });
  all_events_ = false;
  row_bound.reset();
}

ExprPtr CqlStage::Time() {
  return time_ == 0 ? nullptr : MakeColumn(time_, Type::kDateTime);
}

ExprPtr CqlStage::Position() {
  if (position_ == 0) return nullptr;
  if (context_->recording && events_) events_->request.origin = true;
  return MakeColumn(position_, Type::kLong);
}

void CqlStage::WarnDefaultLimit() {
  if (!default_limit) return;
  Diagnostic& d = diagnostics().Add(
      Code::Q0702, default_limit->span,
      "`" + default_limit->function + "` keeps at most " + std::to_string(default_limit->rows) + " rows by default");
  d.label = "what follows sees no others; state a `limit`";
  default_limit.reset();
}

RelPtr CqlStage::Plan() {
  if (!conditions_.empty()) {
    WarnDefaultLimit();
    Span span;
    for (const ExprPtr& c : conditions_) span = Span::Cover(span, c->span);
    plan_ = MakeFilter(plan_, cql_value::And(std::exchange(conditions_, {})), span);
  }
  return plan_;
}

namespace {

size_t SizeOf(const Expr& expr, size_t limit) {
  size_t size = 1;
  for (const ExprPtr& arg : expr.args) {
    if (size > limit) return size;
    size += SizeOf(*arg, limit - size);
  }
  return size;
}

}  // namespace

bool CqlStage::MaterializeIfLarge(Span span) {
  // Shared parts count wherever they stand, since the engine below evaluates them there.
  constexpr size_t kLarge = 48, kTooLarge = 5000;
  for (const auto& [name, value] : fields_) {
    if (inline_rows && SizeOf(*value, kTooLarge) > kTooLarge) {
      return context_->Unsupported(span, "a computation this large inside a branch or a condition",
                                   "`" + name + "` has more than 5000 steps here");
    }
    if (!inline_rows && SizeOf(*value, kLarge) > kLarge) {
      Materialize();
      return true;
    }
  }
  return true;
}

void CqlStage::Materialize() {
  RelPtr input = Plan();
  std::vector<NamedExpr> columns;
  std::set<ColumnId> carried;
  auto carry = [&](ColumnId id) {
    if (id == 0 || !carried.insert(id).second) return;
    const OutputColumn* column = FindOutput(*input, id);
    if (column) columns.push_back({id, column->name, MakeColumn(id, column->type)});
  };
  for (const auto& [name, id] : own_) carry(id);
  carry(event_);
  carry(entered_);
  carry(time_);
  carry(position_);
  for (auto& [name, value] : fields_) {
    if (value->is_literal()) continue;
    if (value->kind == Expr::Kind::kColumn) {
      carry(value->column);
      continue;
    }
    ColumnId id = NextId();
    columns.push_back({id, name, value});
    value = MakeColumn(id, value->type, value->span);
  }
  for (Parsed& parsed : parsed_) {
    if (parsed.object->kind == Expr::Kind::kColumn) {
      carry(parsed.object->column);
      continue;
    }
    ColumnId id = NextId();
    columns.push_back({id, "parsed", parsed.object});
    parsed.object = MakeColumn(id, Type::kDynamic);
  }
  for (SortKey& key : order_) {
    if (key.expr->kind == Expr::Kind::kColumn) {
      carry(key.expr->column);
      continue;
    }
    ColumnId id = NextId();
    columns.push_back({id, "order", key.expr});
    key.expr = MakeColumn(id, key.expr->type);
  }
  plan_ = MakeProject(input, std::move(columns));
}

std::vector<ExprPtr> CqlStage::GroupKeys() {
  std::vector<ExprPtr> keys;
  for (const std::string& name : group) keys.push_back(cql_value::AsText(Field(name)));
  return keys;
}

CqlStage CqlStage::FreshCopy() {
  CqlStage copy = *this;
  // The first time there are no columns; fields that are asked for are recorded in what both share.
  if (context_->recording) return copy;
  RelPtr input = Plan();
  std::map<ColumnId, ColumnId> fresh;
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : input->output) {
    fresh[column.id] = NextId();
    columns.push_back({fresh[column.id], column.name, MakeColumn(column.id, column.type)});
  }
  copy.plan_ = MakeProject(input, std::move(columns));
  auto renamed = [&](ColumnId id) { return id == 0 || !fresh.count(id) ? id : fresh.at(id); };
  auto replaced = [&](const ExprPtr& expr) {
    return ReplaceColumns(expr, [&](ColumnId id) -> ExprPtr {
      const OutputColumn* column = FindOutput(*input, id);
      return column ? MakeColumn(fresh.at(id), column->type) : nullptr;
    });
  };
  for (auto& [name, id] : copy.own_) id = renamed(id);
  for (auto& [name, value] : copy.fields_) value = replaced(value);
  for (Parsed& parsed : copy.parsed_) parsed.object = replaced(parsed.object);
  for (SortKey& key : copy.order_) key.expr = replaced(key.expr);
  for (ColumnId* id : {&copy.entered_, &copy.event_, &copy.time_, &copy.position_}) *id = renamed(*id);
  return copy;
}

void CqlStage::Sort(std::vector<SortKey> keys, std::optional<uint64_t> limit) {
  order_ = std::move(keys);
  all_events_ = false;
  Materialize();
  plan_ = MakeSort(plan_, order_, limit);
  if (limit && (!row_bound || *row_bound > *limit)) row_bound = limit;
}

void CqlStage::Limit(uint64_t limit) {
  if (!order_.empty()) return Sort(order_, limit);
  plan_ = MakeLimit(Plan(), limit);
  all_events_ = false;
  if (!row_bound || *row_bound > limit) row_bound = limit;
}

BoundQuery CqlStage::Finish() {
  BoundQuery bound;
  bound.lang = Lang::kCql;
  bound.ordered = !order_.empty();
  ExprPtr event;
  if (open_) {
    if (context_->recording) events_->request.whole_event = true;
    event = event_ == 0 ? nullptr : MakeColumn(event_, Type::kDynamic);
  }
  RelPtr input = Plan();
  std::vector<NamedExpr> columns;
  if (event) {
    bound.event = event_;
    ExprPtr whole = WithParsed(event);
    if (whole != event) bound.event = NextId();
    event = whole;
    columns.push_back({bound.event, "event", event});
    if (time_ != 0) {
      columns.push_back({time_, "@time", Time()});
      bound.time = time_;
    }
    bound.dropped_fields.assign(dropped_.begin(), dropped_.end());
  }
  for (const std::string& name : names_) columns.push_back({NextId(), name, cql_value::AsText(fields_.at(name))});
  if (columns.empty()) {
    // Rows without fields are rows all the same.
    columns.push_back({NextId(), "", cql_value::Absent()});
  }
  bound.default_limit = default_limit;
  bound.plan = MakeProject(input, std::move(columns));
  return bound;
}

}  // namespace quarry
