// Reads and finds log sources.
#include "bind/mappings/log_source.h"

#include <algorithm>

namespace quarry {
namespace {

std::vector<std::string> TextsOf(const yaml::Node& node) {
  std::vector<std::string> texts;
  for (const yaml::Node& item : node.items) texts.push_back(item.text);
  return texts;
}

std::map<std::string, std::vector<std::string>> ListsOf(const yaml::Node* node) {
  std::map<std::string, std::vector<std::string>> lists;
  if (node == nullptr) return lists;
  for (const auto& [key, list] : node->members) lists[key.text] = TextsOf(list);
  return lists;
}

}  // namespace

Result<LogSources> LogSources::Read(const yaml::Node& root, const SourceMap& sources) {
  LogSources all;
  all.services_ = ListsOf(root.Find("services"));
  all.fields_ = ListsOf(root.Find("fields"));
  const yaml::Node* categories = root.Find("categories");
  if (categories == nullptr) return Error{std::string(sources.name(root.span.source)) + ": no `categories`"};
  for (const auto& [name, node] : categories->members) {
    LogSource& category = all.categories_[name.text];
    const yaml::Node* events = node.Find("events");
    if (events == nullptr)
      return Error{std::string(sources.name(root.span.source)) + ": category `" + name.text + "` has no `events`"};
    for (const auto& [channel, ids] : events->members) {
      std::vector<int64_t> numbers;
      for (const yaml::Node& id : ids.items) numbers.push_back(id.AsInteger().value_or(-1));
      category.events.emplace_back(channel.text, std::move(numbers));
    }
    category.fields = ListsOf(node.Find("fields"));
    if (const yaml::Node* values = node.Find("values")) {
      for (const auto& [field, map] : values->members) {
        for (const auto& [from, to] : map.members) category.values[field.text][from.text] = to.text;
      }
    }
  }
  return all;
}

bool LogSources::Find(const EventsRequest& request, LogSource& out) const {
  if (!request.product.empty() && request.product != "windows") return false;
  out = LogSource{};
  if (!request.category.empty()) {
    const auto category = categories_.find(request.category);
    if (category == categories_.end()) return false;
    out = category->second;
  }
  if (!request.service.empty()) {
    const auto service = services_.find(request.service);
    if (service == services_.end()) return false;
    const std::vector<std::string>& channels = service->second;
    if (out.events.empty()) {
      for (const std::string& channel : channels) out.events.emplace_back(channel, std::vector<int64_t>{});
    } else {
      std::erase_if(out.events, [&](const auto& event) {
        return std::find(channels.begin(), channels.end(), event.first) == channels.end();
      });
      if (out.events.empty()) return false;
    }
  }
  out.fields.insert(fields_.begin(), fields_.end());
  return true;
}

}  // namespace quarry
