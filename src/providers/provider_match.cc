#include "providers/provider_match.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <vector>

namespace quarry {
namespace {

// A branch of the tree: from a node, by a label.
struct Branch {
  uint32_t node;
  std::string_view label;
  bool operator==(const Branch&) const = default;
};
struct BranchHash {
  size_t operator()(const Branch& branch) const {
    return std::hash<std::string_view>()(branch.label) ^ (size_t{branch.node} * 0x9E3779B97F4A7C15u);
  }
};

class SuffixTree {
 public:
  SuffixTree() {
    nodes_.emplace_back();
    for (const Provider& provider : AllProviders())
      for (const std::string_view suffix : provider.suffixes) Add(provider, suffix);
  }

  ProviderMatch Find(std::string_view host, ProviderRows rows) const {
    ProviderMatch best;
    best.suffix_start = host.size() + 1;
    Walk(0, host, host.size(), rows, best);
    return best;
  }

 private:
  struct Node {
    const Provider* provider = nullptr;
    std::string_view suffix;
    bool any_label = false;  // a branch `*` leaves it
  };

  void Add(const Provider& provider, std::string_view suffix) {
    uint32_t at = 0;
    for (size_t end = suffix.size(); end != std::string_view::npos;) {
      const size_t dot = end == 0 ? std::string_view::npos : suffix.rfind('.', end - 1);
      const size_t start = dot == std::string_view::npos ? 0 : dot + 1;
      const auto [found, added] = branches_.try_emplace({at, suffix.substr(start, end - start)}, nodes_.size());
      if (added) nodes_.emplace_back();
      nodes_[at].any_label |= found->first.label == "*";
      at = found->second;
      end = dot;
    }
    nodes_[at] = {&provider, suffix};
  }

  // `end`: the host's labels right of it led to `node`.
  void Walk(uint32_t node, std::string_view host, size_t end, ProviderRows rows, ProviderMatch& best) const {
    if (end == std::string_view::npos) return;
    const size_t dot = end == 0 ? std::string_view::npos : host.rfind('.', end - 1);
    const size_t start = dot == std::string_view::npos ? 0 : dot + 1;
    const std::string_view label = host.substr(start, end - start);
    if (label.empty()) return;
    for (const std::string_view step : {label, std::string_view("*")}) {
      if (step == "*" && !nodes_[node].any_label) continue;
      const auto found = branches_.find({node, step});
      if (found == branches_.end()) continue;
      const Node& next = nodes_[found->second];
      // A spelled-out label is tried before `*`, and wins where both are as long.
      if (next.provider && start < best.suffix_start && (rows == ProviderRows::kAll || next.provider->verified()))
        best = {next.provider, next.suffix, start};
      Walk(found->second, host, dot, rows, best);
    }
  }

  std::vector<Node> nodes_;
  std::unordered_map<Branch, uint32_t, BranchHash> branches_;
};

}  // namespace

ProviderMatch FindProvider(std::string_view host, ProviderRows rows) {
  static const SuffixTree tree;
  return tree.Find(host, rows);
}

}  // namespace quarry
