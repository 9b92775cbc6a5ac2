// What the conformance runner measures: areas of items, each of which passes, is refused by name, or is wrong.
// Ownership: items share the corpus texts that they read. Thread rule: items run one after the other in a child
// process.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "types/json.h"

namespace quarry::conformance {

struct Verdict {
  enum class Kind : char { kPass = 'p', kRefused = 'r', kWrong = 'w' };
  Kind kind = Kind::kPass;
  std::string why;

  static Verdict Pass() { return {}; }
  static Verdict Refused(std::string why) { return {Kind::kRefused, std::move(why)}; }
  static Verdict Wrong(std::string why) { return {Kind::kWrong, std::move(why)}; }
};

struct Item {
  std::string id;
  std::function<Verdict()> run;
};

struct Area {
  std::string name;
  std::vector<Item> items;
};

// A JSON-lines file, parsed; kept for the life of the process. Empty when it is not there.
const std::vector<const JsonNode*>& ReadJsonLines(const std::string& path);
std::string ReadWholeFile(const std::string& path);
std::string TextOf(const JsonNode& row, std::string_view name);

void AddKqlAreas(const std::string& corpus, std::vector<Area>& areas);
void AddCqlAreas(const std::string& corpus, std::vector<Area>& areas);
void AddSigmaAreas(const std::string& corpus, std::vector<Area>& areas);
// `rules`: paths of Sigma rules.
void AddConvertAreas(const std::string& corpus, const std::vector<std::string>& rules, std::vector<Area>& areas);
void AddTelemetryAreas(const std::string& corpus, std::vector<Area>& areas);

}  // namespace quarry::conformance
