// All matches of the regular expression: texts where it has one group, else arrays of its groups. A second argument
// that is an array names the groups wanted, by number or name.
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"
#include "functions/text/regex.h"
#include "types/json.h"
#include "types/number.h"

namespace quarry {

namespace {

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (call.constants[0]) {
    auto regex = Regex::Compile(call.constants[0]->text(), {});
    if (!regex) return regex.error();
    if ((*regex)->group_count() == 0) return Error{"the regular expression needs a group"};
  }
  if ((call.types.size() > 2) != (call.types[1] == Type::kDynamic))
    return Error{"`extract_all` takes a pattern, an array of groups if any, and a text"};
  return PrepareRegex(call, 0);
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const Regex* regex = RegexOf(call, args[0].text);
  if (!regex || regex->group_count() == 0) return;
  std::vector<size_t> wanted;
  if (call.types.size() > 2) {
    std::vector<std::string> names;
    AppendNeedles(Type::kDynamic, args[1], call.arena, names);
    for (const std::string& name : names) {
      const auto number = ParseInteger(name);
      for (size_t i = 0; i < regex->group_names().size(); ++i)
        if (number ? static_cast<size_t>(*number) == i : regex->group_names()[i] == name) wanted.push_back(i);
    }
  } else {
    for (int i = 1; i <= regex->group_count(); ++i) wanted.push_back(static_cast<size_t>(i));
  }
  std::string out = "[";
  ForEachMatch(*regex, args[call.types.size() - 1].text, [&](const RegexGroups& groups) {
    if (out.size() > 1) out += ',';
    if (wanted.size() != 1) out += '[';
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (i > 0) out += ',';
      AppendJsonString(groups[wanted[i]], out);
    }
    if (wanted.size() != 1) out += ']';
    return true;
  });
  out += ']';
  if (out.size() > 2) result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kExtractAllFunction) = {
    .name = "extract_all",
    .spelled = {{Lang::kKql, "extract_all"}, {Lang::kKql, "extractall"}},
    .signature = "(pattern: string, groups_or_text: string|dynamic, text?: string) -> dynamic",
    .doc =
        "All matches of the regular expression: texts where it has one group, else arrays of its groups. A "
        "second argument that is an array names the groups wanted, by number or name.",
    .example = "T | extend Urls = extract_all(@\"(https?://\\S+)\", ProcessCommandLine)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
