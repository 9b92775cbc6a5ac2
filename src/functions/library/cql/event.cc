// Free text: a search in all fields of an event, except its id, its times and its tags.
#include "functions/event/event_values.h"
#include "functions/library/cql/glob.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {
namespace {

bool IsSearched(std::string_view name) {
  return !name.starts_with('#') && name != "@id" && name != "@timestamp" && name != "@ingesttimestamp";
}

// visit(text) for each searched value until it returns true. `@rawstring` comes first.
template <typename Visit>
bool AnyFieldOf(std::string_view event, const Visit& visit) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* root = ParseJson(event, arena);
  if (root == nullptr) return false;
  if (const JsonNode* raw = root->Find("@rawstring"); raw && AnyValue(*raw, visit)) return true;
  for (const JsonMember& member : root->object()) {
    if (IsSearched(member.name) && member.name != "@rawstring" && AnyValue(member.value, visit)) return true;
  }
  return false;
}

const CqlRegex& RegexOfCall(const KernelCall& call) {
  return *static_cast<const CqlRegex*>(call.state);
}

void Contains(const KernelCall& call, const Cell* args, Cell& result) {
  Glob local;
  const Glob* glob = static_cast<const Glob*>(call.state);
  if (!glob) {
    local = Glob("*" + std::string(args[1].text) + "*");
    glob = &local;
  }
  result = Cell::Bool(AnyFieldOf(args[0].text, [&](std::string_view text) { return glob->Matches(text); }));
}

Result<std::unique_ptr<const CallState>> PrepareContains(const PrepareCall& call) {
  if (!call.constants[1]) return std::unique_ptr<const CallState>();
  return std::unique_ptr<const CallState>(std::make_unique<Glob>("*" + call.constants[1]->text() + "*"));
}

void Match(const KernelCall& call, const Cell* args, Cell& result) {
  const CqlRegex& regex = RegexOfCall(call);
  result = Cell::Bool(AnyFieldOf(args[0].text, [&](std::string_view text) { return regex.regex().Matches(text); }));
}

void Group(const KernelCall& call, const Cell* args, Cell& result) {
  const CqlRegex& regex = RegexOfCall(call);
  std::vector<int> numbers = regex.Groups(args[3].text);
  AnyFieldOf(args[0].text, [&](std::string_view text) {
    RegexGroups groups;
    if (!regex.regex().Find(text, 0, groups)) return false;
    for (int number : numbers) {
      std::string_view found = groups[static_cast<size_t>(number)];
      if (found.data() == nullptr) continue;
      result = Cell::Text(call.arena.Copy(found));
      break;
    }
    return true;
  });
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlEventContainsFunction) = {
    .name = "cql_event_contains",
    .signature = "(event: dynamic, pattern: string) -> bool",
    .doc =
        "True when a field of the event contains `pattern`, in which `*` stands for any text. Case counts. Tags, `@id` "
        "and the times are not searched.",
    .example = "\"mimikatz\"",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareContains,
    .kernel = Contains,
};

QUARRY_DEFINE(FunctionDef, kCqlEventRegexFunction) = {
    .name = "cql_event_regex",
    .signature = "(event: dynamic, pattern: string, flags: string) -> bool",
    .doc =
        "True when a regular expression matches in a field of the event. Tags, `@id` and the times are not searched.",
    .example = "/mimi(katz|lib)/i",
    .null_rule = NullRule::kFalse,
    .prepare = PrepareCqlRegex,
    .kernel = Match,
};

QUARRY_DEFINE(FunctionDef, kCqlEventRegexGroupFunction) = {
    .name = "cql_event_regex_group",
    .signature = "(event: dynamic, pattern: string, flags: string, group: string) -> string",
    .doc = "A named group of the first field of the event in which the expression matches, `@rawstring` first.",
    .example = "/user=(?<user>\\S+)/",
    .nullable_string = true,
    .prepare = PrepareCqlRegex,
    .kernel = Group,
};

}  // namespace quarry
