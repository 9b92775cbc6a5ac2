// A CQL query of filters. The single entry is SigmaOfCql.
#include <algorithm>

#include "base/ascii.h"
#include "convert/from_columns.h"
#include "convert/sigma_text.h"
#include "convert/to_sigma.h"
#include "syntax/cql/parser.h"
#include "syntax/cql/tree.h"
#include "syntax/yaml/yaml.h"

namespace quarry::convert {
namespace {

using cql::CompareOp;
using sigma::Matcher;
using sigma::Pattern;
using CqlFilter = cql::Filter;

bool IsEventName(std::string_view field) {
  return field == "#event_simpleName" || field == "event_simpleName";
}

class CqlReader {
 public:
  CqlReader(std::string_view title, const Pipelines& pipelines, SigmaConversion& out)
      : title_(title), pipelines_(pipelines), out_(out) {}

  void Run(const cql::Pipeline& pipeline);

 private:
  std::nullopt_t Refuse(Span span, std::string feature, std::string message, std::string advice = {}) {
    out_.refusals.push_back({std::move(feature), std::move(message), std::move(advice), span});
    return std::nullopt;
  }
  bool ReadStages(const cql::Pipeline& pipeline, std::vector<const CqlFilter*>& filters,
                  std::vector<const cql::Call*>& calls);
  void Conjuncts(const CqlFilter& filter, std::vector<const CqlFilter*>& out) const;
  // The event names that a filter allows; nothing when it is about something else.
  std::optional<std::vector<std::string>> AllowedEvents(const CqlFilter& filter) const;
  static std::optional<std::vector<std::string>> AllowedEvents(const cql::Call& call);
  bool FindLogSource(std::vector<const CqlFilter*>& filters, std::vector<const cql::Call*>& calls, Span whole);
  bool FindWindowsEvents(std::vector<const CqlFilter*>& filters);

  std::optional<Filter> Condition(const CqlFilter& filter);
  std::optional<Filter> Comparison(const CqlFilter& filter);
  std::optional<Filter> Call(const cql::Call& call);

  std::string_view title_;
  const Pipelines& pipelines_;
  SigmaConversion& out_;
  sigma::LogSource logsource_;
  std::optional<FromColumns> columns_;
};

void CqlReader::Conjuncts(const CqlFilter& filter, std::vector<const CqlFilter*>& out) const {
  if (filter.kind == CqlFilter::Kind::kAnd) {
    for (const CqlFilter* operand : filter.operands) Conjuncts(*operand, out);
  } else {
    out.push_back(&filter);
  }
}

bool CqlReader::ReadStages(const cql::Pipeline& pipeline, std::vector<const CqlFilter*>& filters,
                           std::vector<const cql::Call*>& calls) {
  for (const cql::Stage& stage : pipeline.stages) {
    if (stage.kind == cql::Stage::Kind::kFilter) {
      Conjuncts(*stage.filter, filters);
      continue;
    }
    if (stage.kind != cql::Stage::Kind::kCall) {
      Refuse(stage.span, "stage", "a Sigma rule tests fields; it assigns, branches and counts nothing");
      return false;
    }
    const std::string name = AsciiLowered(stage.call->name);
    if (name == "select" || name == "table" || name == "sort" || name == "drop" || name == "fieldset" ||
        name == "head" || name == "tail") {
      out_.notes.push_back(
          {"`" + std::string(stage.call->name) + "` decides what is shown, not what matches", stage.call->name_span});
    } else {
      calls.push_back(stage.call);
    }
  }
  return true;
}

std::optional<std::vector<std::string>> CqlReader::AllowedEvents(const cql::Call& call) {
  if (AsciiLowered(call.name) != "in" || call.negated) return std::nullopt;
  bool names = call.has_subject && IsEventName(call.subject.text);
  std::vector<std::string> values;
  for (const cql::Argument& argument : call.args) {
    if (argument.value == nullptr) return std::nullopt;
    if (argument.name.empty() || argument.name == "field") names |= IsEventName(argument.value->text);
    if (argument.name != "values") continue;
    for (const cql::Expr* item : argument.value->operands) values.emplace_back(item->text);
  }
  if (!names || values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  return values;
}

std::optional<std::vector<std::string>> CqlReader::AllowedEvents(const CqlFilter& filter) const {
  if (filter.kind == CqlFilter::Kind::kCall && filter.call != nullptr) return AllowedEvents(*filter.call);
  if (filter.kind == CqlFilter::Kind::kOr) {
    std::vector<std::string> values;
    for (const CqlFilter* operand : filter.operands) {
      const std::optional<std::vector<std::string>> some = AllowedEvents(*operand);
      if (!some) return std::nullopt;
      values.insert(values.end(), some->begin(), some->end());
    }
    std::sort(values.begin(), values.end());
    return values;
  }
  if (filter.kind != CqlFilter::Kind::kCompare || filter.op != CompareOp::kEqual || !IsEventName(filter.field.text) ||
      filter.value.text.find('*') != std::string_view::npos) {
    return std::nullopt;
  }
  // A regular expression is kept as it stands: log sources say it so.
  if (filter.value.form == cql::Text::Form::kRegex)
    return std::vector<std::string>{"/" + std::string(filter.value.text) + "/" + std::string(filter.value.flags)};
  return std::vector<std::string>{std::string(filter.value.text)};
}

// Raw Windows events are told by channel and number.
bool CqlReader::FindWindowsEvents(std::vector<const CqlFilter*>& filters) {
  std::string channel, id;
  const auto plain = [](const CqlFilter& filter, std::string_view field) {
    return filter.kind == CqlFilter::Kind::kCompare && filter.op == CompareOp::kEqual && filter.field.text == field &&
           filter.value.form != cql::Text::Form::kRegex && filter.value.text.find('*') == std::string_view::npos;
  };
  for (const CqlFilter* filter : filters) {
    if (plain(*filter, "Channel")) channel = filter->value.text;
    if (plain(*filter, "EventID")) id = filter->value.text;
  }
  const Pipeline* pipeline = pipelines_.Find("cql", "sysmon");
  if (pipeline == nullptr || channel.empty()) return false;
  const auto drop = [&](std::string_view field) {
    std::erase_if(filters, [&](const CqlFilter* filter) { return plain(*filter, field); });
  };
  for (const auto& [name, mapping] : pipeline->categories) {
    if (mapping.events.size() != 1 || mapping.events[0].first != channel) continue;
    if (mapping.events[0].second != std::vector<std::string>{id}) continue;
    logsource_.product = "windows";
    logsource_.category = name;
    columns_.emplace(mapping, *pipeline);
    drop("Channel"), drop("EventID");
    return true;
  }
  for (const auto& [name, mapping] : pipeline->services) {
    if (mapping.events.size() != 1 || mapping.events[0].first != channel) continue;
    logsource_.product = "windows";
    logsource_.service = name;
    columns_.emplace(mapping, *pipeline);
    drop("Channel");
    return true;
  }
  return false;
}

bool CqlReader::FindLogSource(std::vector<const CqlFilter*>& filters, std::vector<const cql::Call*>& calls,
                              Span whole) {
  std::vector<std::string> allowed;
  Span span = whole;
  for (size_t i = 0; i < filters.size() && allowed.empty(); ++i) {
    const std::optional<std::vector<std::string>> names = AllowedEvents(*filters[i]);
    if (!names) continue;
    allowed = *names;
    span = filters[i]->span;
    filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (size_t i = 0; i < calls.size() && allowed.empty(); ++i) {
    const std::optional<std::vector<std::string>> names = AllowedEvents(*calls[i]);
    if (!names) continue;
    allowed = *names;
    span = calls[i]->span;
    calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (allowed.empty()) {
    if (FindWindowsEvents(filters)) return true;
    Refuse(whole, "log source", "the query does not say which events it is about",
           "filter `#event_simpleName`, or `Channel` and `EventID`");
    return false;
  }
  const Pipeline* falcon = pipelines_.Find("cql", "falcon");
  for (const auto& [name, mapping] : falcon->categories) {
    std::vector<std::string> means = QuotedTexts(mapping.where);
    if (const size_t regex = mapping.where.find("=/"); means.empty() && regex != std::string::npos)
      means.push_back(mapping.where.substr(regex + 1, mapping.where.find('/', regex + 2) - regex));
    if (means != allowed) continue;
    logsource_.category = name;
    columns_.emplace(mapping, *falcon);
    for (size_t i = 0; i < filters.size(); ++i) {
      const CqlFilter& filter = *filters[i];
      if (filter.kind != CqlFilter::Kind::kCompare || filter.op != CompareOp::kEqual ||
          filter.field.text != "event_platform" || filter.value.text != "Win")
        continue;
      logsource_.product = "windows";
      filters.erase(filters.begin() + static_cast<std::ptrdiff_t>(i--));
    }
    return true;
  }
  std::string names;
  for (const std::string& event : allowed) names += (names.empty() ? "`" : ", `") + event + "`";
  Refuse(span, "log source", "no log source of Sigma is the events " + names,
         "process_creation is `ProcessRollup2` and `SyntheticProcessRollup2` together");
  return false;
}

std::optional<Filter> CqlReader::Comparison(const CqlFilter& filter) {
  const std::string name(filter.field.text);
  const std::string_view value = filter.value.text;
  if (filter.value_call != nullptr || filter.value.form == cql::Text::Form::kParameter)
    return Refuse(filter.span, "not a constant", "a Sigma rule compares fields with constants");
  Matcher matcher;
  bool negated = false;
  switch (filter.op) {
    case CompareOp::kNotEqual:
    case CompareOp::kNotLike:
      negated = true;
      [[fallthrough]];
    case CompareOp::kEqual:
    case CompareOp::kLike: {
      if (filter.value.form == cql::Text::Form::kRegex) {
        std::string flags;
        for (const char flag : filter.value.flags) {
          if (flag == 'i' || flag == 'm')
            flags += flag;
          else if (flag == 'd')
            flags += 's';
          else
            return Refuse(filter.span, "regular expression",
                          "the flag `" + std::string(1, flag) + "` has no counterpart");
        }
        std::string text(value);
        for (size_t at; (at = text.find("\\/")) != std::string::npos;) text.erase(at, 1);
        matcher = RegexMatcher(text, flags);
        break;
      }
      matcher.cased = true;
      const bool like = filter.op == CompareOp::kLike || filter.op == CompareOp::kNotLike;
      if (like) matcher.pattern.AppendPart(Pattern::Part::Kind::kMany);
      for (const char c : value) {
        if (c == '*')
          matcher.pattern.AppendPart(Pattern::Part::Kind::kMany);
        else
          matcher.pattern.AppendText(std::string_view(&c, 1));
      }
      if (like) matcher.pattern.AppendPart(Pattern::Part::Kind::kMany);
      const bool anything = matcher.pattern.parts.size() == 1 && matcher.pattern.starts_open();
      if (anything || matcher.pattern.parts.empty()) {
        // `field=*` is there, `field=""` is there and empty.
        if (matcher.pattern.parts.empty()) break;
        std::optional<Filter> absent = columns_->Blank(name, filter.span, out_.refusals);
        if (!absent) return std::nullopt;
        absent->kind = Filter::Kind::kNull;
        return negated ? std::move(*absent) : Filter::Not(std::move(*absent));
      }
      break;
    }
    case CompareOp::kLink:
      return Refuse(filter.span, "operator", "a Sigma rule has nothing like `<=>`");
    default: {
      yaml::Node number;
      number.kind = yaml::Node::Kind::kScalar;
      number.text = value;
      const std::optional<double> real = number.AsReal();
      if (!real) return Refuse(filter.value.span, "not a constant", "a Sigma rule compares sizes with numbers");
      matcher.kind = Matcher::Kind::kCompare;
      matcher.number = *real;
      matcher.compare = filter.op == CompareOp::kLess        ? sigma::CompareOp::kLess
                        : filter.op == CompareOp::kLessEqual ? sigma::CompareOp::kLessEqual
                        : filter.op == CompareOp::kGreater   ? sigma::CompareOp::kGreater
                                                             : sigma::CompareOp::kGreaterEqual;
    }
  }
  std::optional<Filter> test = columns_->Test(name, std::move(matcher), filter.span, out_.refusals);
  if (!test) return std::nullopt;
  return negated ? Filter::Not(std::move(*test)) : std::move(*test);
}

std::optional<Filter> CqlReader::Call(const cql::Call& call) {
  const std::string function = AsciiLowered(call.name);
  std::string field(call.has_subject ? call.subject.text : std::string_view());
  std::vector<std::string> values;
  std::string text, flags;
  bool ignore_case = false;
  for (const cql::Argument& argument : call.args) {
    if (argument.value == nullptr) return Refuse(argument.span, "function", "the argument has no value");
    const std::string name = AsciiLowered(argument.name);
    const bool first_is_field = function == "in" || function == "cidr";
    if (name == "field" || (name.empty() && first_is_field)) {
      field = argument.value->text;
    } else if (name == "values" || name == "subnet") {
      if (argument.value->kind == cql::Expr::Kind::kArray) {
        for (const cql::Expr* item : argument.value->operands) values.emplace_back(item->text);
      } else {
        values.emplace_back(argument.value->text);
      }
    } else if (name == "ignorecase") {
      ignore_case = argument.value->text == "true";
    } else if (name == "regex" || name.empty()) {
      text = argument.value->text;
      if (argument.value->kind == cql::Expr::Kind::kRegex) flags += argument.value->parameter.flags;
    } else if (name == "flags") {
      flags += argument.value->text;
    } else {
      return Refuse(argument.span, "function", "a Sigma rule has nothing like `" + std::string(argument.name) + "=`");
    }
  }
  std::vector<Filter> any;
  if (function == "in" || function == "cidr") {
    for (const std::string& value : values) {
      Matcher matcher;
      if (function == "cidr") {
        matcher.kind = Matcher::Kind::kCidr;
        matcher.text = value;
      } else {
        matcher.cased = !ignore_case;
        for (const char c : value) {
          if (c == '*')
            matcher.pattern.AppendPart(Pattern::Part::Kind::kMany);
          else
            matcher.pattern.AppendText(std::string_view(&c, 1));
        }
      }
      std::optional<Filter> one = columns_->Test(field, std::move(matcher), call.span, out_.refusals);
      if (!one) return std::nullopt;
      any.push_back(std::move(*one));
    }
    if (any.empty()) return Refuse(call.span, "empty list", "nothing is in an empty list");
  } else if (function == "regex" && !field.empty()) {
    // Its `m` is on unless flags are given.
    std::string sigma_flags = flags.empty() ? "m" : "";
    for (const char flag : flags) sigma_flags += flag == 'd' ? 's' : flag;
    std::optional<Filter> one = columns_->Test(field, RegexMatcher(text, sigma_flags), call.span, out_.refusals);
    if (!one) return std::nullopt;
    any.push_back(std::move(*one));
  } else {
    return Refuse(call.span, "function", "a Sigma rule has nothing like `" + std::string(call.name) + "()`");
  }
  Filter all = Filter::Or(std::move(any));
  return call.negated ? Filter::Not(std::move(all)) : all;
}

std::optional<Filter> CqlReader::Condition(const CqlFilter& filter) {
  switch (filter.kind) {
    case CqlFilter::Kind::kAnd:
    case CqlFilter::Kind::kOr: {
      std::vector<Filter> operands;
      bool ok = true;
      for (const CqlFilter* operand : filter.operands) {
        std::optional<Filter> one = Condition(*operand);
        ok &= one.has_value();
        if (one) operands.push_back(std::move(*one));
      }
      if (!ok) return std::nullopt;
      return filter.kind == CqlFilter::Kind::kAnd ? Filter::And(std::move(operands)) : Filter::Or(std::move(operands));
    }
    case CqlFilter::Kind::kNot: {
      std::optional<Filter> inner = Condition(*filter.operands[0]);
      if (!inner) return std::nullopt;
      return Filter::Not(std::move(*inner));
    }
    case CqlFilter::Kind::kCompare:
      return Comparison(filter);
    case CqlFilter::Kind::kCall:
      return Call(*filter.call);
    case CqlFilter::Kind::kFreeText:
      return Refuse(filter.span, "free text", "free text searches every field by case, and Sigma's keywords do not",
                    "name the field that holds the text");
    default:
      return Refuse(filter.span, "no condition", "everything or nothing is no condition of a Sigma rule");
  }
}

void CqlReader::Run(const cql::Pipeline& pipeline) {
  std::vector<const CqlFilter*> filters;
  std::vector<const cql::Call*> calls;
  if (!ReadStages(pipeline, filters, calls)) return;
  std::erase_if(filters, [](const CqlFilter* filter) { return filter->kind == CqlFilter::Kind::kEverything; });
  if (!FindLogSource(filters, calls, pipeline.span)) return;
  std::vector<Filter> all;
  bool ok = true;
  const auto add = [&](std::optional<Filter> one) {
    ok &= one.has_value();
    if (one) all.push_back(std::move(*one));
  };
  for (const CqlFilter* filter : filters) add(Condition(*filter));
  for (const cql::Call* call : calls) add(Call(*call));
  if (!ok) return;
  if (all.empty()) {
    Refuse(pipeline.span, "no condition", "the query has no condition on a field, and a Sigma rule needs one");
    return;
  }
  out_.text = SigmaText(title_, logsource_, Filter::And(std::move(all)));
}

}  // namespace

SigmaConversion SigmaOfCql(const SourceMap& sources, uint16_t source, std::string_view title,
                           const Pipelines& pipelines, DiagnosticList& diagnostics) {
  SigmaConversion out;
  Arena arena;
  const size_t errors = diagnostics.error_count();
  const cql::Pipeline* pipeline = cql::Parse(sources, source, arena, diagnostics);
  if (diagnostics.error_count() > errors) return out;
  CqlReader(title, pipelines, out).Run(*pipeline);
  out.CheckText(pipeline->span);
  return out;
}

}  // namespace quarry::convert
