// ReadSimulation: YAML to steps. Every member is checked against its step's verb, processes against those started.
#include <algorithm>
#include <map>
#include <set>

#include "simulate/simulation.h"
#include "types/ticks.h"

namespace quarry::simulate {
namespace {

constexpr int64_t kMostBeats = 100'000;
constexpr int kDeepestSteps = 8;

class StepsReader {
 public:
  StepsReader(yaml::MemberReader& reader, const std::set<std::string>& hosts) : reader_(reader), hosts_(hosts) {}
  std::vector<Step> Read(const yaml::Node& list, int depth);

 private:
  Step ReadStep(const yaml::Node& node, int depth);
  bool Verb(const yaml::Node& key, const yaml::Node& value, Step& step);
  bool Member(const yaml::Node& key, const yaml::Node& value, Step& step, int depth);
  void Check(const Step& step);
  int64_t Duration(const yaml::Node& value);
  int Status(const yaml::Node& value);

  yaml::MemberReader& reader_;
  const std::set<std::string>& hosts_;
  std::set<std::string> started_;
};

int64_t StepsReader::Duration(const yaml::Node& value) {
  const std::optional<int64_t> duration = ParseTimeSpan(reader_.Text(value));
  if (!duration || *duration < 0) reader_.Fail(value.span, "a duration is expected here: 30s, 5m, 100ms");
  return duration.value_or(0);
}

int StepsReader::Status(const yaml::Node& value) {
  if (value.text == "NXDOMAIN") return 9003;
  const int64_t status = reader_.Count(value);
  if (status > 65535) reader_.Fail(value.span, "`status` is 0, a Windows DNS error (9003) or NXDOMAIN");
  return static_cast<int>(status);
}

bool StepsReader::Verb(const yaml::Node& key, const yaml::Node& value, Step& step) {
  static constexpr std::pair<std::string_view, Step::Kind> kVerbs[] = {
      {"start", Step::Kind::kStart},   {"script", Step::Kind::kScript},   {"visit", Step::Kind::kVisit},
      {"lookup", Step::Kind::kLookup}, {"connect", Step::Kind::kConnect}, {"write", Step::Kind::kWrite},
      {"exit", Step::Kind::kExit},     {"beats", Step::Kind::kBeats},     {"each_host", Step::Kind::kEachHost},
  };
  for (const auto& [name, kind] : kVerbs) {
    if (key.text != name) continue;
    if (step.span.known())
      reader_.Fail(key.span, "a step does one thing; this one has a second verb `" + key.text + "`");
    step.kind = kind;
    step.span = key.span;
    if (kind == Step::Kind::kBeats) {
      step.beats = reader_.Count(value);
      if (step.beats > kMostBeats) reader_.Fail(value.span, "more than 100000 beats");
    } else if (kind == Step::Kind::kEachHost) {
      step.hosts = reader_.Texts(value);
    } else {
      step.subject = reader_.Text(value);
    }
    return true;
  }
  return false;
}

bool StepsReader::Member(const yaml::Node& key, const yaml::Node& value, Step& step, int depth) {
  static constexpr std::pair<std::string_view, std::string Step::*> kTexts[] = {
      {"by", &Step::by},
      {"image", &Step::image},
      {"command_line", &Step::command_line},
      {"parent", &Step::parent},
      {"user", &Step::user},
      {"host", &Step::host},
      {"address", &Step::address},
      {"cname", &Step::cname},
      {"reverse", &Step::reverse},
      {"original_name", &Step::original_name}};
  for (const auto& [name, member] : kTexts) {
    if (key.text != name) continue;
    step.*member = reader_.Text(value);
    return true;
  }
  static constexpr std::pair<std::string_view, int64_t Step::*> kDurations[] = {
      {"every", &Step::every}, {"dns_cache", &Step::dns_cache}, {"keep_alive", &Step::keep_alive}};
  for (const auto& [name, member] : kDurations) {
    if (key.text != name) continue;
    step.*member = Duration(value);
    return true;
  }
  if (key.text == "at") {
    step.at = Duration(value);
  } else if (key.text == "recorded") {
    step.recorded = reader_.Bool(value);
  } else if (key.text == "status") {
    step.status = Status(value);
  } else if (key.text == "port") {
    const int64_t port = reader_.Count(value);
    if (port < 1 || port > 65535) reader_.Fail(value.span, "a port is a number from 1 to 65535");
    step.port = static_cast<uint16_t>(port);
  } else if (key.text == "jitter") {
    step.jitter = value.AsReal().value_or(-1);
    if (step.jitter < 0 || step.jitter > 1) reader_.Fail(value.span, "`jitter` is a share of `every`, from 0 to 1");
  } else if (key.text == "steps") {
    step.steps = Read(value, depth + 1);
  } else {
    return false;
  }
  return true;
}

void StepsReader::Check(const Step& step) {
  const auto process = [&](const std::string& id, std::string_view role) {
    if (!id.empty() && !started_.count(id))
      reader_.Fail(step.span, "no process `" + id + "` is started before it is the " + std::string(role));
  };
  if (!step.host.empty() && !hosts_.count(step.host)) reader_.Fail(step.span, "no host `" + step.host + "`");
  for (const std::string& host : step.hosts) {
    if (!hosts_.count(host)) reader_.Fail(step.span, "no host `" + host + "`");
  }
  switch (step.kind) {
    case Step::Kind::kStart:
      if (step.image.empty()) reader_.Fail(step.span, "a process needs an `image`");
      if (step.parent != "none") process(step.parent, "parent");
      started_.insert(step.subject);
      return;
    case Step::Kind::kExit:
      return process(step.subject, "one that exits");
    case Step::Kind::kBeats:
    case Step::Kind::kEachHost:
      if (step.steps.empty()) reader_.Fail(step.span, "the `steps` to repeat are missing");
      return;
    default:
      process(step.by, "one that acts");
      if (started_.empty()) reader_.Fail(step.span, "no process has been started that could do this");
  }
}

Step StepsReader::ReadStep(const yaml::Node& node, int depth) {
  Step step;
  if (!reader_.Mapping(node, "a step")) return step;
  for (const auto& [key, value] : node.members) Verb(key, value, step);
  for (const auto& [key, value] : node.members) {
    static constexpr std::string_view kVerbNames[] = {"start", "script", "visit", "lookup",   "connect",
                                                      "write", "exit",   "beats", "each_host"};
    if (std::find(std::begin(kVerbNames), std::end(kVerbNames), key.text) != std::end(kVerbNames)) continue;
    if (!Member(key, value, step, depth)) {
      reader_.Unknown(
          key, {"start",         "script",   "visit",     "lookup",     "connect",      "write",  "exit",    "beats",
                "each_host",     "at",       "by",        "image",      "command_line", "parent", "user",    "host",
                "original_name", "recorded", "dns_cache", "keep_alive", "address",      "cname",  "reverse", "status",
                "port",          "every",    "jitter",    "steps"});
    }
  }
  if (!step.span.known())
    reader_.Fail(node.span,
                 "a step needs a verb: start, script, visit, lookup, connect, write, exit, beats, each_host");
  else
    Check(step);
  return step;
}

std::vector<Step> StepsReader::Read(const yaml::Node& list, int depth) {
  std::vector<Step> steps;
  if (!reader_.Sequence(list, "steps")) return steps;
  if (depth > kDeepestSteps) {
    reader_.Fail(list.span, "steps are nested too deeply");
    return steps;
  }
  for (const yaml::Node& item : list.items) steps.push_back(ReadStep(item, depth));
  return steps;
}

// Goes through the steps as they will be told, without jitter, and refuses what cannot have happened: a process that
// acts before it starts or after it has ended.
class OrderCheck {
 public:
  explicit OrderCheck(yaml::MemberReader& reader) : reader_(reader) {}

  void Run(const std::vector<Step>& steps, int64_t start) {
    int64_t time = start;
    for (const Step& step : steps) {
      if (step.at) time = start + *step.at;
      Do(step, time);
    }
  }

 private:
  void Do(const Step& step, int64_t time) {
    switch (step.kind) {
      case Step::Kind::kStart:
        if (!step.parent.empty() && step.parent != "none") Act(step.parent, step, time, "starts another");
        started_[step.subject] = time;
        ended_.erase(step.subject);
        last_started_ = step.subject;
        return;
      case Step::Kind::kExit:
        Act(step.subject, step, time, "ends");
        ended_[step.subject] = time;
        return;
      case Step::Kind::kBeats:
        if (step.beats > 0) Run(step.steps, time);
        if (step.beats > 1) Run(step.steps, time + (step.beats - 1) * step.every);
        return;
      case Step::Kind::kEachHost:
        return Run(step.steps, time);
      default:
        return Act(step.by.empty() ? last_started_ : step.by, step, time, "acts");
    }
  }

  void Act(const std::string& process, const Step& step, int64_t time, std::string_view what) {
    const auto start = started_.find(process), end = ended_.find(process);
    std::string wrong;
    if (start != started_.end() && time < start->second)
      wrong = FormatTimeSpan(start->second - time) + " before it starts";
    else if (end != ended_.end() && time > end->second)
      wrong = FormatTimeSpan(time - end->second) + " after it has ended";
    if (wrong.empty() || !refused_.insert(&step).second) return;
    reader_.Fail(step.span, "process `" + process + "` " + std::string(what) + " " + wrong);
  }

  yaml::MemberReader& reader_;
  std::map<std::string, int64_t> started_, ended_;  // by process
  std::string last_started_;
  std::set<const Step*> refused_;
};

Simulation::StoryHost ReadHost(const yaml::Node& name, const yaml::Node& node, size_t number,
                               yaml::MemberReader& reader) {
  Simulation::StoryHost host{name.text, "10.7.0." + std::to_string(number % 250 + 1), "user" + std::to_string(number)};
  if (node.IsNull() || node.kind == yaml::Node::Kind::kNull || !reader.Mapping(node, "a host")) return host;
  for (const auto& [key, value] : node.members) {
    if (key.text == "address")
      host.address = reader.Text(value);
    else if (key.text == "user")
      host.user = reader.Text(value);
    else
      reader.Unknown(key, {"address", "user"});
  }
  return host;
}

}  // namespace

Simulation ReadSimulation(const yaml::Node& node, yaml::MemberReader& reader) {
  Simulation simulation;
  if (!reader.Mapping(node, "a simulation")) return simulation;
  const yaml::Node* steps = nullptr;
  for (const auto& [key, value] : node.members) {
    if (key.text == "hosts") {
      if (!reader.Mapping(value, "hosts by name")) continue;
      for (const auto& [name, host] : value.members)
        simulation.hosts.push_back(ReadHost(name, host, simulation.hosts.size(), reader));
    } else if (key.text == "steps") {
      steps = &value;
    } else {
      reader.Unknown(key, {"hosts", "steps"});
    }
  }
  if (simulation.hosts.empty()) simulation.hosts.push_back({"WS-07", "10.7.0.7", "mia"});
  std::set<std::string> names;
  for (const Simulation::StoryHost& host : simulation.hosts) names.insert(host.name);
  if (steps == nullptr)
    reader.Fail(node.span, "the simulation has no `steps`");
  else
    simulation.steps = StepsReader(reader, names).Read(*steps, 0);
  OrderCheck(reader).Run(simulation.steps, 0);
  return simulation;
}

}  // namespace quarry::simulate
