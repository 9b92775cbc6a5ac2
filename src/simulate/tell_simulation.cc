// Tell: steps to events.
#include <algorithm>
#include <map>

#include "simulate/simulation.h"
#include "types/ticks.h"

namespace quarry::simulate {
namespace {

constexpr int64_t kConnectionDelay = kTicksPerSecond / 10;  // after the look-up

// A documentation address (RFC 5737) that stays the same for a name.
std::string AddressOf(std::string_view name) {
  uint64_t hash = 1469598103934665603ull;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  const uint64_t number = Random(hash).Below(2 * 250);
  return (number < 250 ? "203.0.113." : "198.51.100.") + std::to_string(number % 250 + 1);
}

class Teller {
 public:
  Teller(Story& story, const Host* first) : story_(story), host_(first) {}
  void Steps(const std::vector<Step>& steps, int64_t start);

 private:
  struct Client {
    int64_t dns_cache = 0, keep_alive = 0;
    std::map<std::string, int64_t> looked_up, connected;  // by name
  };

  std::string Filled(const std::string& text) const;
  void Do(const Step& step, int64_t time);
  void StartProcess(const Step& step, int64_t time);
  void Visit(const Step& step, const Process* process, int64_t time);
  const Process* Actor(const Step& step) const;

  Story& story_;
  const Host* host_;
  int64_t beat_ = 0;
  std::string last_started_;
  std::map<std::string, const Process*> processes_;
  std::map<const Process*, Client> clients_;
};

std::string Teller::Filled(const std::string& text) const {
  std::string out;
  size_t at = 0;
  const std::pair<std::string_view, std::string> kValues[] = {
      {"{beat}", std::to_string(beat_)}, {"{host}", host_->name}, {"{user}", host_->user}};
  while (at < text.size()) {
    const auto* value = std::find_if(std::begin(kValues), std::end(kValues), [&](const auto& known) {
      return std::string_view(text).substr(at).starts_with(known.first);
    });
    if (value == std::end(kValues)) {
      out += text[at++];
    } else {
      out += value->second;
      at += value->first.size();
    }
  }
  return out;
}

const Process* Teller::Actor(const Step& step) const {
  return processes_.at(step.by.empty() ? last_started_ : step.by);
}

void Teller::StartProcess(const Step& step, int64_t time) {
  const Host* host = step.host.empty() ? host_ : story_.FindHost(step.host);
  const Process* parent = step.parent == "none" ? nullptr
                          : step.parent.empty() ? story_.Shell(host)
                                                : processes_.at(step.parent);
  std::string image = Filled(step.image);
  std::string command = step.command_line.empty() ? image : Filled(step.command_line);
  const Process* process =
      story_.Start(host, parent, time, std::move(image), std::move(command), Filled(step.user), step.recorded);
  if (!step.original_name.empty()) story_.SetOriginalName(process, step.original_name);
  last_started_ = step.subject;
  processes_[step.subject] = process;
  if (step.dns_cache > 0 || step.keep_alive > 0) clients_[process] = {step.dns_cache, step.keep_alive, {}, {}};
}

void Teller::Visit(const Step& step, const Process* process, int64_t time) {
  const std::string name = Filled(step.subject);
  const std::string address = step.address.empty() ? AddressOf(name) : step.address;
  const auto client = clients_.find(process);
  bool cached = false, open = false;
  if (client != clients_.end()) {
    Client& own = client->second;
    const auto looked_up = own.looked_up.find(name), connected = own.connected.find(name);
    cached = looked_up != own.looked_up.end() && time - looked_up->second < own.dns_cache;
    open = connected != own.connected.end() && time - connected->second < own.keep_alive;
    if (!cached) own.looked_up[name] = time;
    own.connected[name] = time;  // use keeps it open
  }
  if (!cached) story_.Lookup(process, time, name, address, 0, Filled(step.cname));
  if (!open) story_.Connect(process, time + kConnectionDelay, name, address, step.port, step.reverse);
}

void Teller::Do(const Step& step, int64_t time) {
  // Jitter moves beats, never what a process does before its start.
  const auto not_before = [&](const Process* process) { time = std::max(time, process->start); };
  switch (step.kind) {
    case Step::Kind::kScript:
    case Step::Kind::kVisit:
    case Step::Kind::kLookup:
    case Step::Kind::kConnect:
    case Step::Kind::kWrite:
      not_before(Actor(step));
      break;
    case Step::Kind::kExit:
      not_before(processes_.at(step.subject));
      break;
    case Step::Kind::kStart:
    case Step::Kind::kBeats:
    case Step::Kind::kEachHost:
      break;
  }
  switch (step.kind) {
    case Step::Kind::kStart:
      return StartProcess(step, time);
    case Step::Kind::kScript:
      return story_.Script(Actor(step), time, Filled(step.subject));
    case Step::Kind::kVisit:
      return Visit(step, Actor(step), time);
    case Step::Kind::kLookup: {
      const std::string name = Filled(step.subject);
      const std::string address = step.status != 0 ? "" : step.address.empty() ? AddressOf(name) : step.address;
      return story_.Lookup(Actor(step), time, name, address, step.status, Filled(step.cname));
    }
    case Step::Kind::kConnect: {
      const std::string name = Filled(step.subject);
      return story_.Connect(Actor(step), time, name, step.address.empty() ? AddressOf(name) : step.address, step.port,
                            step.reverse);
    }
    case Step::Kind::kWrite:
      return story_.Write(Actor(step), time, Filled(step.subject));
    case Step::Kind::kExit:
      return story_.Exit(processes_.at(step.subject), time);
    case Step::Kind::kBeats: {
      const int64_t outer = beat_;
      int64_t beat_time = time;
      for (int64_t i = 0; i < step.beats; ++i) {
        beat_ = i;
        Steps(step.steps, beat_time);
        const auto spread = static_cast<int64_t>(2 * step.jitter * static_cast<double>(step.every));
        const int64_t shift =
            spread > 0 ? static_cast<int64_t>(story_.random().Below(static_cast<uint64_t>(spread))) - spread / 2 : 0;
        beat_time += std::max<int64_t>(step.every + shift, 0);
      }
      beat_ = outer;
      return;
    }
    case Step::Kind::kEachHost: {
      const Host* const outer = host_;
      for (const std::string& name : step.hosts) {
        host_ = story_.FindHost(name);
        Steps(step.steps, time);
      }
      host_ = outer;
      return;
    }
  }
}

void Teller::Steps(const std::vector<Step>& steps, int64_t start) {
  int64_t time = start;
  for (const Step& step : steps) {
    if (step.at) time = start + *step.at;
    Do(step, time);
  }
}

}  // namespace

void Tell(const Simulation& simulation, int64_t start, Story& story) {
  for (const Simulation::StoryHost& host : simulation.hosts) {
    if (!story.FindHost(host.name)) story.AddHost(host.name, host.address, host.user);
  }
  Teller(story, story.FindHost(simulation.hosts.front().name)).Steps(simulation.steps, start);
}

}  // namespace quarry::simulate
