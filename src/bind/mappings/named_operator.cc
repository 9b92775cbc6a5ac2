// The named operators. Times: an answer may be written up to two seconds after the connection that used it, because the
// two come from different providers; a process keeps its own answers for a day, other processes' for ten minutes.
#include "bind/mappings/named_operator.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int64_t kReordering = 2 * kTicksPerSecond;
constexpr int64_t kOwnAnswers = kTicksPerDay;
constexpr int64_t kOthersAnswers = 10 * kTicksPerMinute;
constexpr int64_t kAnyAge = 36'500 * kTicksPerDay;

const OutputColumn* FindByName(const Rel& rel, std::string_view name) {
  const auto found =
      std::find_if(rel.output.begin(), rel.output.end(), [&](const OutputColumn& o) { return o.name == name; });
  return found == rel.output.end() ? nullptr : &*found;
}

ExprPtr Ref(const OutputColumn& column) {
  return MakeColumn(column.id, column.type);
}
ExprPtr Text(std::string_view text) {
  return MakeLiteral(Value::String(text));
}
ExprPtr OrEmpty(const OutputColumn& column) {
  return MakeCall("coalesce", {Ref(column), Text("")});
}

// The columns of `rel` that an operator needs; failing names the first that is missing.
class Columns {
 public:
  Columns(const Rel& rel, std::string_view what, std::string_view table, Span span, DiagnosticList& diagnostics)
      : rel_(rel), what_(what), table_(table), span_(span), diagnostics_(diagnostics) {}
  const OutputColumn* Need(std::string_view name) {
    const OutputColumn* column = FindByName(rel_, name);
    if (column == nullptr && ok_) {
      ok_ = false;
      diagnostics_.Add(
          Code::Q0203, span_,
          "`" + std::string(what_) + "` needs a column `" + std::string(name) + "` in " + std::string(table_));
    }
    return column;
  }
  bool ok() const { return ok_; }

 private:
  const Rel& rel_;
  std::string_view what_, table_;
  Span span_;
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

RelPtr HelperTable(std::string_view name, std::string_view what, TableProvider& tables, Span span, ColumnIds& ids,
                   DiagnosticList& diagnostics) {
  const size_t errors = diagnostics.error_count();
  RelPtr table = tables.FindTable(name, span, ids, diagnostics);
  if (table == nullptr && diagnostics.error_count() == errors) {
    diagnostics.Add(Code::Q0201, span, "`" + std::string(what) + "` needs the table `" + std::string(name) + "`");
  }
  return table;
}

FailureOr<RelPtr> AttachProcess(const RelPtr& input, TableProvider& tables, Span span, ColumnIds& ids,
                                DiagnosticList& diagnostics) {
  const RelPtr starts = HelperTable("ProcessStarts", "attach_process", tables, span, ids, diagnostics);
  if (starts == nullptr) return Failure{};
  Columns left(*input, "attach_process", "its input", span, diagnostics),
      right(*starts, "attach_process", "`ProcessStarts`", span, diagnostics);
  const OutputColumn *host = left.Need("Host"), *key = left.Need("ProcessKey"), *time = left.Need("Time");
  const OutputColumn *start_host = right.Need("Host"), *start_key = right.Need("ProcessKey"),
                     *start_time = right.Need("Time");
  if (!left.ok() || !right.ok()) return Failure{};
  const RelPtr joined = WithNewest(input, starts, {{Ref(*host), Ref(*start_host)}, {Ref(*key), Ref(*start_key)}},
                                   time->id, start_time->id, kReordering, kAnyAge, span);
  std::vector<NamedExpr> shown;
  for (const OutputColumn& column : input->output) {
    const OutputColumn* other = FindByName(*starts, column.name);
    if (other == nullptr || other == start_host || other == start_key || other == start_time ||
        other->type != Type::kString || column.type != Type::kString) {
      shown.push_back({column.id, column.name, Ref(column)});
    } else {
      shown.push_back({ids.Next(), column.name,
                       MakeCall("iff", {MakeCall("is_empty", {Ref(column)}), OrEmpty(*other), Ref(column)})});
    }
  }
  for (const OutputColumn& column : starts->output) {
    if (FindByName(*input, column.name) != nullptr) continue;
    if (column.type == Type::kString)
      shown.push_back({ids.Next(), column.name, OrEmpty(column)});
    else
      shown.push_back({column.id, column.name, Ref(column)});
  }
  return MakeProject(joined, std::move(shown), span);
}

FailureOr<RelPtr> ResolveRemoteName(const RelPtr& input, TableProvider& tables, Span span, ColumnIds& ids,
                                    DiagnosticList& diagnostics) {
  constexpr std::string_view kName = "resolve_remote_name";
  const RelPtr own = HelperTable("DnsAnswers", kName, tables, span, ids, diagnostics);
  const RelPtr others = HelperTable("DnsAnswersOfHost", kName, tables, span, ids, diagnostics);
  if (own == nullptr || others == nullptr) return Failure{};
  Columns left(*input, kName, "its input", span, diagnostics),
      of_process(*own, kName, "`DnsAnswers`", span, diagnostics),
      of_host(*others, kName, "`DnsAnswersOfHost`", span, diagnostics);
  const OutputColumn *host = left.Need("Host"), *key = left.Need("ProcessKey"), *address = left.Need("RemoteIP"),
                     *time = left.Need("Time"), *outbound = left.Need("Outbound"), *reverse = left.Need("ReverseName");
  const OutputColumn *own_host = of_process.Need("Host"), *own_key = of_process.Need("ProcessKey"),
                     *own_address = of_process.Need("Address"), *own_time = of_process.Need("Time"),
                     *own_name = of_process.Need("Name"), *own_candidates = of_process.Need("Candidates");
  const OutputColumn *any_host = of_host.Need("Host"), *any_address = of_host.Need("Address"),
                     *any_time = of_host.Need("Time"), *any_name = of_host.Need("Name"),
                     *any_candidates = of_host.Need("Candidates");
  if (!left.ok() || !of_process.ok() || !of_host.ok()) return Failure{};

  // Inbound connections were not made by a name: their key is empty, and no answer has an empty address.
  std::vector<NamedExpr> keyed;
  for (const OutputColumn& column : input->output) keyed.push_back({column.id, column.name, Ref(column)});
  const ColumnId asked = ids.Next();
  keyed.push_back({asked, "asked address", MakeCall("iff", {Ref(*outbound), Ref(*address), Text("")})});
  RelPtr rows = MakeProject(input, std::move(keyed), span);
  const ExprPtr asked_ref = MakeColumn(asked, Type::kString);
  rows =
      WithNewest(rows, own, {{Ref(*host), Ref(*own_host)}, {Ref(*key), Ref(*own_key)}, {asked_ref, Ref(*own_address)}},
                 time->id, own_time->id, kReordering, kOwnAnswers, span);
  rows = WithNewest(rows, others, {{Ref(*host), Ref(*any_host)}, {asked_ref, Ref(*any_address)}}, time->id,
                    any_time->id, kReordering, kOthersAnswers, span);

  std::vector<NamedExpr> shown;
  for (const OutputColumn& column : input->output) {
    if (!column.name.starts_with("RemoteUrl")) shown.push_back({column.id, column.name, Ref(column)});
  }
  const ExprPtr by_process = MakeCall("is_not_null", {Ref(*own_time)}),
                by_host = MakeCall("is_not_null", {Ref(*any_time)});
  const auto either = [&](const OutputColumn& first, const OutputColumn& second, ExprPtr neither) {
    return MakeCall("case", {by_process, Ref(first), by_host, Ref(second), std::move(neither)});
  };
  const ExprPtr source = MakeCall("case", {by_process, Text("dns_proc"), by_host, Text("dns_host"),
                                           MakeCall("is_not_empty", {Ref(*reverse)}), Text("ptr"), Text("")});
  const ExprPtr answered = either(*own_time, *any_time, MakeLiteral(Value::Null(Type::kDateTime)));
  const ExprPtr candidates = either(*own_candidates, *any_candidates, MakeLiteral(Value::Text(Type::kDynamic, "[]")));
  const ExprPtr several =
      MakeCall("greater", {MakeCall("array_length", {candidates}), MakeLiteral(Value::Integer(Type::kLong, 1))});
  shown.push_back({ids.Next(), "RemoteUrl", either(*own_name, *any_name, Text(""))});
  shown.push_back({ids.Next(), "RemoteUrlSource", source});
  shown.push_back({ids.Next(), "RemoteUrlAge", MakeCall("subtract", {Ref(*time), answered})});
  shown.push_back({ids.Next(), "RemoteUrlCandidates", candidates});
  shown.push_back({ids.Next(), "RemoteUrlAmbiguous", MakeCall("coalesce", {several, MakeLiteral(Value::Bool(false))})});
  return MakeProject(rows, std::move(shown), span);
}

constexpr NamedOperator kOperators[] = {
    {"attach_process", "Adds what is known about the start of the acting process.", AttachProcess},
    {"resolve_remote_name", "Adds the name behind a connection, from the DNS answer that preceded it.",
     ResolveRemoteName},
};

}  // namespace

const NamedOperator* FindNamedOperator(std::string_view name) {
  for (const NamedOperator& op : kOperators) {
    if (op.name == name) return &op;
  }
  return nullptr;
}

RelPtr WithNewest(const RelPtr& left, const RelPtr& right, std::vector<JoinKey> keys, ColumnId left_time,
                  ColumnId right_time, int64_t tolerance, int64_t max_age, Span span) {
  return MakeAsofJoin(left, right, std::move(keys), MakeColumn(left_time, Type::kDateTime),
                      MakeColumn(right_time, Type::kDateTime), tolerance, max_age, span);
}

}  // namespace quarry
