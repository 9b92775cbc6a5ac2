// Entries: BoundPlans, InputsKey, InText, WithSources.
#include "engine/bound_plans.h"

#include <algorithm>
#include <utility>

#include "bind/mappings/table_scan.h"
#include "plan/rel.h"

namespace quarry {
namespace {

// Texts with their lengths, so that no two lists look the same.
class Key {
 public:
  void Add(std::string_view text) {
    Add(text.size());
    key_ += text;
  }
  void Add(size_t number) { key_ += std::to_string(number) + ","; }
  void Add(const FieldPath& path) {
    Add(path.size());
    for (const JsonStep& step : path) {
      Add(static_cast<size_t>(step.is_index));
      Add(static_cast<size_t>(step.index));
      Add(step.name);
    }
  }
  void Add(const DiscoveredColumn& column) {
    Add(column.name);
    Add(column.path);
    Add(static_cast<size_t>(column.type));
    Add(static_cast<size_t>(column.json_in_text));
  }
  void Add(const FieldPrefix& prefix) {
    Add(prefix.path);
    Add(prefix.glued);
  }
  template <typename T>
  void Add(const std::vector<T>& list) {
    Add(list.size());
    for (const T& item : list) Add(item);
  }
  template <typename T>
  void Add(const std::map<std::string, T>& named) {
    Add(named.size());
    for (const auto& [name, item] : named) {
      Add(name);
      Add(item);
    }
  }
  std::string Take() { return std::move(key_); }

 private:
  std::string key_;
};

class SourceReplacer {
 public:
  SourceReplacer(const SourceList& from, const SourceList& to) : from_(from), to_(to) {}

  RelPtr Run(const RelPtr& rel) {
    if (const auto known = done_.find(rel.get()); known != done_.end()) return known->second;
    std::vector<RelPtr> inputs;
    inputs.reserve(rel->inputs.size());
    for (const RelPtr& input : rel->inputs) inputs.push_back(Run(input));
    RelPtr node = MapExprs(rel, [this](const ExprPtr& expr) {
      return MapRelations(expr, [this](const RelPtr& relation) { return Run(relation); });
    });
    const auto at = rel->source ? std::find(from_.begin(), from_.end(), rel->source) : from_.end();
    if (inputs != rel->inputs || at != from_.end()) {
      auto copy = std::make_shared<Rel>(*node);
      copy->inputs = std::move(inputs);
      if (at != from_.end()) copy->source = to_[static_cast<size_t>(at - from_.begin())];
      node = std::move(copy);
    }
    done_.emplace(rel.get(), node);
    return node;
  }

 private:
  const SourceList& from_;
  const SourceList& to_;
  std::unordered_map<const Rel*, RelPtr> done_;
};

}  // namespace

std::shared_ptr<const BoundPlans::Bound> BoundPlans::Find(const std::string& key,
                                                          const std::function<int64_t()>& now) const {
  std::vector<std::shared_ptr<const Bound>> found;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (const auto at = known_.find(key); at != known_.end()) found = at->second;
  }
  for (std::shared_ptr<const Bound>& bound : found)
    if (!bound->now || *bound->now == now()) return std::move(bound);
  return nullptr;
}

void BoundPlans::Add(const std::string& key, Bound bound) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (count_ == kMost) return;
  ++count_;
  known_[key].push_back(std::make_shared<const Bound>(std::move(bound)));
}

std::string InputsKey(const std::vector<SourceTable>& sources, const Mappings& mappings, const Catalog& catalog,
                      bool with_all_seen) {
  Key key;
  key.Add(static_cast<size_t>(with_all_seen));
  key.Add(sources.size());
  for (const SourceTable& source : sources) {
    const std::string described = source.source->Describe();
    key.Add(std::string_view(described).substr(0, described.find(' ')));  // its reader
    // Which tables were seen, and why it is such telemetry, is for messages.
    const TelemetryShape& shape = source.shape;
    key.Add(static_cast<size_t>(shape.kind));
    key.Add(shape.table);
    key.Add(shape.discriminators);
    key.Add(static_cast<size_t>(shape.streaming));
    key.Add(shape.prefixes);
    key.Add(shape.record_fields);
    key.Add(with_all_seen ? shape.columns : ColumnsBeyondSchemas(shape, mappings, catalog));
  }
  return key.Take();
}

Diagnostic InText(Diagnostic diagnostic, uint16_t from, uint16_t to) {
  const auto move = [&](Span& span) {
    if (span.known() && span.source == from) span.source = to;
  };
  move(diagnostic.span);
  for (Fix& fix : diagnostic.fixes) move(fix.span);
  return diagnostic;
}

RelPtr WithSources(const RelPtr& plan, const SourceList& from, const SourceList& to) {
  return from == to ? plan : SourceReplacer(from, to).Run(plan);
}

}  // namespace quarry
