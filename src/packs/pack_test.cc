// Running of pack tests: one hunt an input with every rule that the test asks for, whose findings are then compared by
// language, rule and budget.
#include "packs/pack_test.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "engine/bound_plans.h"
#include "packs/files.h"
#include "packs/test_telemetry.h"
#include "simulate/text_pattern.h"

namespace quarry {
namespace {

// What was found against what was expected; "" when they agree.
std::string Compare(const std::vector<const Finding*>& findings, const std::vector<ExpectedFinding>& expected) {
  std::map<std::string, std::set<Level>> found;
  for (const Finding* finding : findings) found[FindingKey(*finding)].insert(finding->severity);
  std::string failure;
  std::set<std::string> wanted;
  for (const ExpectedFinding& want : expected) {
    const std::string key = FindingKey(want);
    wanted.insert(key);
    const auto at = found.find(key);
    if (at == found.end())
      failure += "  missing     " + key + "\n";
    else if (want.severity && at->second != std::set<Level>{*want.severity}) {
      failure += "  severity    " + key + ": " + std::string(LevelName(*at->second.begin())) + " instead of " +
                 std::string(LevelName(*want.severity)) + "\n";
    }
  }
  for (const auto& [key, levels] : found) {
    if (!wanted.count(key)) failure += "  unexpected  " + key + "\n";
  }
  return failure;
}

bool AnyMatches(const std::set<std::string>& keys, std::string_view pattern) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return MatchesTextPattern(key, pattern); });
}

}  // namespace

struct PackTests::State {
  struct Coverage {
    bool found = false, quiet = false;
  };
  // One input under its rules: what is checked about it.
  class InputRun;

  State(const Pack& of_pack, const ExclusionSet& of_exclusions) : pack(of_pack), exclusions(of_exclusions) {}

  bool IsAlert(const RuleText& text) const {
    if (text.rules.empty()) return false;
    const PackRule* rule = pack_rule.at(&text.rules.front().info);
    return rule->enabled && !rule->hunt_only;
  }

  const Pack& pack;
  const ExclusionSet& exclusions;
  RuleSet rules;                                            // of all the pack's files
  std::map<const FindingRule*, const PackRule*> pack_rule;  // of each rule
  std::map<const PackRule*, std::string> not_loaded;
  std::shared_ptr<BoundPlans> plans = std::make_shared<BoundPlans>();  // shared with the engines of all inputs
  mutable std::mutex mutex;
  mutable std::map<const PackRule*, Coverage> coverage;  // of enabled alert rules
};

class PackTests::State::InputRun {
 public:
  InputRun(const State& state, const PackTest& test, const TestTelemetry& telemetry, std::vector<PackCheck>& checks)
      : state_(state), test_(test), telemetry_(telemetry), checks_(checks) {}
  void Run(const ScratchFolder& scratch);

 private:
  void Add(const std::string& what, std::string failure);
  bool WantsLanguage(std::string_view language) const {
    return test_.languages.empty() ||
           std::find(test_.languages.begin(), test_.languages.end(), language) != test_.languages.end();
  }
  bool IsAlert(const PackRule& rule) const {
    return rule.enabled && !rule.hunt_only && WantsLanguage(RuleLanguage(rule));
  }
  bool Wants(const PackRule& rule) const;
  std::vector<const Finding*> FindingsOf(const std::vector<const PackRule*>& rules) const;
  std::string Broken(const std::vector<const PackRule*>& rules) const;
  void Check(const std::string& what, const std::vector<const PackRule*>& rules,
             const std::vector<ExpectedFinding>& expected, std::optional<Confidence> confidence);
  void CheckBudgets();
  void NoteCoverage();

  const State& state_;
  const PackTest& test_;
  const TestTelemetry& telemetry_;
  std::vector<PackCheck>& checks_;
  HuntResult result_;
};

void PackTests::State::InputRun::Add(const std::string& what, std::string failure) {
  PackCheck& check = checks_.emplace_back();
  check.test = test_.name;
  check.input = telemetry_.form;
  check.what = what;
  check.failure = std::move(failure);
  check.path = test_.path;
  check.span = test_.span;
}

bool PackTests::State::InputRun::Wants(const PackRule& rule) const {
  if (test_.rules.count(rule.file)) return true;
  return rule.enabled && rule.hunt_only ? test_.hunts.has_value() : IsAlert(rule);
}

std::vector<const Finding*> PackTests::State::InputRun::FindingsOf(const std::vector<const PackRule*>& rules) const {
  std::vector<const Finding*> findings;
  for (const Finding& finding : result_.findings) {
    const PackRule* rule = state_.pack_rule.at(finding.rule);
    if (std::find(rules.begin(), rules.end(), rule) != rules.end()) findings.push_back(&finding);
  }
  return findings;
}

// Rules that could not be loaded, bound or run.
std::string PackTests::State::InputRun::Broken(const std::vector<const PackRule*>& rules) const {
  std::string failure;
  for (const PackRule* rule : rules) {
    if (const auto at = state_.not_loaded.find(rule); at != state_.not_loaded.end())
      failure += "  not loaded  " + at->second + "\n";
  }
  for (const RuleOutcome& outcome : result_.outcomes) {
    const bool broken =
        outcome.status == RuleOutcome::Status::kRefused || outcome.status == RuleOutcome::Status::kFailed;
    const PackRule* rule = state_.pack_rule.at(&outcome.rule->info);
    if (broken && std::find(rules.begin(), rules.end(), rule) != rules.end())
      failure += "  not run     " + outcome.rule->info.path + ":" + std::to_string(outcome.line) + ": " +
                 outcome.reason + "\n";
  }
  return failure;
}

void PackTests::State::InputRun::Check(const std::string& what, const std::vector<const PackRule*>& rules,
                                       const std::vector<ExpectedFinding>& expected,
                                       std::optional<Confidence> confidence) {
  std::string failure = Broken(rules);
  const std::vector<const Finding*> findings = FindingsOf(rules);
  for (const Finding* finding : findings) {
    if (!confidence || finding->confidence == *confidence) continue;
    failure += "  confidence  " + std::string(ConfidenceName(finding->confidence)) + " instead of " +
               std::string(ConfidenceName(*confidence)) + "\n";
  }
  Add(what, failure + Compare(findings, expected));
}

void PackTests::State::InputRun::CheckBudgets() {
  for (const PackRule& rule : state_.pack.rules) {
    const auto own = test_.at_most.find(rule.file);
    const auto budget = own != test_.at_most.end() ? own : IsAlert(rule) ? test_.at_most.find("default") : own;
    if (budget == test_.at_most.end()) continue;
    std::string failure = Broken({&rule});
    const std::vector<const Finding*> findings = FindingsOf({&rule});
    if (findings.size() > budget->second) {
      failure += "  too many    " + std::to_string(findings.size()) + " findings, at most " +
                 std::to_string(budget->second) + "\n";
      for (size_t i = 0; i < findings.size() && i < 5; ++i)
        failure += "  found       " + FindingKey(*findings[i]) + "\n";
    }
    Add("at most, " + rule.file, failure);
  }
}

void PackTests::State::InputRun::NoteCoverage() {
  std::set<std::string> expected;
  if (test_.expect) {
    for (const ExpectedFinding& finding : *test_.expect) expected.insert(FindingKey(finding));
  }
  std::lock_guard<std::mutex> lock(state_.mutex);
  for (const PackRule& rule : state_.pack.rules) {
    if (!IsAlert(rule)) continue;
    const std::vector<const Finding*> findings = FindingsOf({&rule});
    Coverage& coverage = state_.coverage[&rule];
    coverage.quiet |= findings.empty();
    for (const Finding* finding : findings) coverage.found |= expected.count(FindingKey(*finding)) > 0;
  }
}

void PackTests::State::InputRun::Run(const ScratchFolder& scratch) {
  if (!test_.signals.empty() && telemetry_.path.empty())
    Add("signals", simulate::CheckSignals(test_.signals, telemetry_.form, telemetry_.text));
  Result<std::unique_ptr<Engine>> engine = OpenTelemetry(telemetry_, test_.now, scratch, state_.plans);
  if (!engine) return Add("input", "  " + engine.error().message + "\n");
  HuntOptions options{.threads = 1};
  options.exclude = false;
  options.only = [this](const RuleText& text) {
    return !text.rules.empty() && Wants(*state_.pack_rule.at(&text.rules.front().info));
  };
  result_ = Hunt(**engine, state_.rules, options);
  if (!state_.exclusions.empty()) {
    ExclusionSet exclusions = state_.exclusions;
    for (const auto& [name, values] : test_.lists) exclusions.lists[name] = values;
    const std::vector<ExclusionOutcome> outcomes =
        MatchExclusions(**engine, {&exclusions}, result_.findings, {.now = test_.now.value_or(0)});
    ApplyExclusions(outcomes, result_.findings, result_.excluded);
  }

  std::map<std::string, std::vector<const PackRule*>> alerts;
  std::vector<const PackRule*> hunts;
  for (const PackRule& rule : state_.pack.rules) {
    if (IsAlert(rule)) alerts[std::string(RuleLanguage(rule))].push_back(&rule);
    if (rule.enabled && rule.hunt_only) hunts.push_back(&rule);
  }
  if (test_.expect) {
    for (const auto& [language, rules] : alerts) {
      const auto confidence = test_.confidence.find(language);
      Check(language, rules, *test_.expect,
            confidence == test_.confidence.end() ? std::nullopt : std::optional(confidence->second));
    }
  }
  if (test_.hunts) Check("hunts", hunts, *test_.hunts, std::nullopt);
  for (const auto& [file, expected] : test_.rules) {
    const auto rule = std::find_if(state_.pack.rules.begin(), state_.pack.rules.end(),
                                   [&, wanted = &file](const PackRule& r) { return r.file == *wanted; });
    if (rule == state_.pack.rules.end())
      Add("input", "  the pack has no rule " + file + "\n");
    else
      Check(file, {&*rule}, expected, std::nullopt);
  }
  CheckBudgets();
  NoteCoverage();
}

PackTests::PackTests(const Pack& pack, const ExclusionSet& exclusions) : state_(new State(pack, exclusions)) {
  for (const PackRule& rule : pack.rules) {
    RuleSet one;
    AddPackRule(pack, rule, one);
    for (const SkippedRule& skipped : one.skipped) state_->not_loaded[&rule] = skipped.path + ": " + skipped.reason;
    for (const std::string& problem : one.problems) state_->not_loaded[&rule] = problem;
    for (RuleText& text : one.texts) {
      state_->rules.texts.push_back(std::move(text));
      for (const HuntRule& hunt : state_->rules.texts.back().rules) state_->pack_rule[&hunt.info] = &rule;
    }
  }
}

PackTests::~PackTests() = default;

std::vector<PackCheck> PackTests::Run(const PackTest& test) const {
  std::vector<PackCheck> checks;
  const ScratchFolder scratch;
  const Result<std::vector<TestTelemetry>> telemetry = TelemetryOf(state_->pack, test);
  if (!telemetry) {
    checks.push_back({test.name, "files", "input", "  " + telemetry.error().message + "\n", test.path, test.span});
  } else {
    for (const TestTelemetry& input : *telemetry) State::InputRun(*state_, test, input, checks).Run(scratch);
  }
  if (test.todo.empty()) {
    for (PackCheck& check : checks) {
      if (!check.failure.empty()) check.outcome = PackCheck::Outcome::kFailed;
    }
    return checks;
  }
  // A test that waits for something fails as a whole or has come to pass.
  std::string failures;
  for (const PackCheck& check : checks) failures += check.failure;
  PackCheck whole{test.name, "all inputs", "todo", "", test.path, test.span};
  whole.outcome = failures.empty() ? PackCheck::Outcome::kFailed : PackCheck::Outcome::kTodo;
  whole.failure = failures.empty() ? "  it passes now; remove `todo: " + test.todo + "`\n" : "  " + test.todo + "\n";
  return {whole};
}

std::vector<PackCheck> PackTests::Run(const Exclusion& exclusion, const ExclusionTest& test) const {
  std::vector<PackCheck> checks;
  const ScratchFolder scratch;
  ExclusionSet exclusions = state_->exclusions;
  for (const auto& [name, values] : test.lists) exclusions.lists[name] = values;
  const size_t number = static_cast<size_t>(&exclusion - state_->exclusions.exclusions.data());
  for (const TestTelemetry& input : TelemetryOf(test.simulation, test.forms, kSimulationStart)) {
    const auto add = [&](const std::string& what, const std::string& failure) {
      const auto outcome = failure.empty() ? PackCheck::Outcome::kPassed : PackCheck::Outcome::kFailed;
      checks.push_back({"exclusion " + exclusion.id, input.form, what, failure, exclusion.path, test.span, outcome});
    };
    Result<std::unique_ptr<Engine>> engine = OpenTelemetry(input, std::nullopt, scratch, state_->plans);
    if (!engine) {
      add("input", "  " + engine.error().message + "\n");
      continue;
    }
    HuntOptions options{.threads = 1};
    options.exclude = false;
    options.only = [this](const RuleText& text) { return state_->IsAlert(text); };
    const HuntResult result = Hunt(**engine, state_->rules, options);
    const std::vector<ExclusionOutcome> outcomes = MatchExclusions(
        **engine, {&exclusions}, result.findings, {.expired_too = true, .only = &exclusions.exclusions[number]});
    const ExclusionOutcome& outcome = outcomes.front();
    if (outcome.status != ExclusionOutcome::Status::kActive) {
      add("condition", "  not run     " + outcome.reason + "\n");
      continue;
    }
    std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> by_language;  // matched, left
    for (size_t i = 0; i < result.findings.size(); ++i) {
      auto& [matched, left] = by_language[std::string(RuleLanguage(*state_->pack_rule.at(result.findings[i].rule)))];
      const bool holds = std::binary_search(outcome.matched.begin(), outcome.matched.end(), i);
      (holds ? matched : left).insert(FindingKey(result.findings[i]));
    }
    for (const PackRule& rule : state_->pack.rules) {
      if (rule.enabled && !rule.hunt_only) by_language[std::string(RuleLanguage(rule))];
    }
    for (const auto& [language, keys] : by_language) {
      const auto& [matched, left] = keys;
      std::string failure;
      // Patterns, so that a scan need not list its targets.
      std::vector<std::string> wanted;
      for (const ExpectedFinding& finding : test.matches) wanted.push_back(FindingKey(finding));
      for (const std::string& pattern : wanted) {
        if (!AnyMatches(matched, pattern))
          failure += "  not matched " + pattern + (AnyMatches(left, pattern) ? "\n" : ": no such finding\n");
      }
      for (const std::string& key : matched) {
        const bool expected = std::any_of(wanted.begin(), wanted.end(),
                                          [&](const std::string& pattern) { return MatchesTextPattern(key, pattern); });
        if (!expected) failure += "  swallowed   " + key + "\n";
      }
      for (const ExpectedFinding& finding : test.keeps) {
        const std::string pattern = FindingKey(finding);
        if (!AnyMatches(left, pattern))
          failure += "  not kept    " + pattern + (AnyMatches(matched, pattern) ? "\n" : ": no such finding\n");
      }
      add(language, failure);
    }
  }
  return checks;
}

std::vector<SwallowedFinding> PackTests::Guard(const std::vector<const ExclusionSet*>& sets,
                                               const std::vector<PackTest>& tests) const {
  std::vector<SwallowedFinding> swallowed;
  const ScratchFolder scratch;
  const auto guard = [&](const std::string& name, const std::vector<TestTelemetry>& inputs, std::optional<int64_t> now,
                         const std::vector<ExpectedFinding>& positives) {
    for (const TestTelemetry& input : inputs) {
      Result<std::unique_ptr<Engine>> engine = OpenTelemetry(input, now, scratch, state_->plans);
      if (!engine) continue;  // `quarry test` reports it
      HuntOptions options{.threads = 1};
      options.exclude = false;
      options.only = [this](const RuleText& text) { return state_->IsAlert(text); };
      const HuntResult result = Hunt(**engine, state_->rules, options);
      for (const ExclusionOutcome& outcome : MatchExclusions(**engine, sets, result.findings, {.expired_too = true})) {
        if (outcome.exclusion->effect == Exclusion::Effect::kTag) continue;
        std::set<std::string> matched;
        for (const size_t number : outcome.matched) matched.insert(FindingKey(result.findings[number]));
        for (const ExpectedFinding& positive : positives) {
          const std::string key = FindingKey(positive);
          if (AnyMatches(matched, key)) swallowed.push_back({outcome.exclusion, name, input.form, key});
        }
      }
    }
  };
  for (const PackTest& test : tests) {
    const Result<std::vector<TestTelemetry>> inputs = TelemetryOf(state_->pack, test);
    if (inputs && test.expect && !test.expect->empty() && test.todo.empty())
      guard("test " + test.name, *inputs, test.now, *test.expect);
  }
  for (const Exclusion& exclusion : state_->exclusions.exclusions) {
    for (const ExclusionTest& test : exclusion.tests)
      guard("the implant of the test of " + exclusion.id, TelemetryOf(test.simulation, test.forms, kSimulationStart),
            std::nullopt, test.keeps);
  }
  return swallowed;
}

std::vector<PackCheck> PackTests::Coverage() const {
  std::vector<PackCheck> checks;
  for (const PackRule& rule : state_->pack.rules) {
    if (!rule.enabled || rule.hunt_only) continue;
    const auto at = state_->coverage.find(&rule);
    const State::Coverage coverage = at == state_->coverage.end() ? State::Coverage{} : at->second;
    std::string failure;
    if (!coverage.found) failure += "  untested    no test has a finding of " + rule.file + " that it expects\n";
    if (!coverage.quiet) failure += "  untested    no test has telemetry in which " + rule.file + " finds nothing\n";
    checks.push_back({"coverage", rule.file, "positive and negative tests", failure,
                      JoinPath(state_->pack.folder, "pack.yaml"), rule.span,
                      failure.empty() ? PackCheck::Outcome::kPassed : PackCheck::Outcome::kFailed});
  }
  return checks;
}

}  // namespace quarry
