// Classifies sampled records: Windows events, Falcon events, rows of known tables, else a generic table.
// RecognizeTelemetry is the entry. A kind is chosen when at least half of the records have its marks.
#include "bind/mappings/recognize.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>
#include <utility>

#include "base/arena.h"
#include "bind/mappings/discover_columns.h"
#include "types/json.h"

namespace quarry {
namespace {

const JsonNode* FindAt(const JsonNode& record, const FieldPath& path) {
  const JsonNode* node = &record;
  for (const JsonStep& step : path) {
    node = step.is_index ? node->At(step.index) : node->Find(step.name);
    if (node == nullptr) return nullptr;
  }
  return node;
}

bool HasScalar(const JsonNode& record, const FieldPath& path) {
  const JsonNode* node = FindAt(record, path);
  return node != nullptr && (node->kind == JsonNode::Kind::kString || node->kind == JsonNode::Kind::kInteger);
}

std::string_view TextAt(const JsonNode& record, const FieldPath& path) {
  const JsonNode* node = FindAt(record, path);
  return node != nullptr && node->kind == JsonNode::Kind::kString ? node->text : std::string_view{};
}

std::string Share(size_t part, size_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole) + " records ";
}

constexpr std::string_view kStreamingPrefix = "AdvancedHunting-";

class Recognizer {
 public:
  Recognizer(const TelemetrySample& sample, const Mappings& mappings, const Catalog& catalog)
      : sample_(sample), mappings_(mappings), catalog_(catalog) {
    for (const std::string& event : sample.events) {
      const JsonNode* node = ParseJson(event, arena_);
      if (node != nullptr && node->kind == JsonNode::Kind::kObject) records_.push_back(node);
    }
    shape_.name = IdentifierFromPath(sample.path);
    shape_.prefixes = {FieldPrefix{}};
  }

  TelemetryShape Run() {
    const std::string_view forced = sample_.forced_table;
    if (!forced.empty()) {
      shape_.name = forced;
      if (forced == mappings_.Format(TelemetryKind::kWindows).raw_table) {
        AsWindows();
        return Take("stated");
      }
      if (forced == mappings_.Format(TelemetryKind::kFalcon).raw_table) {
        AsFalcon();
        return Take("stated");
      }
      const TableSchema* table = catalog_.FindTable(forced);
      if (table != nullptr && table->platform == "falcon") {
        AsFalcon();
        shape_.table = forced;
        return Take("stated");
      }
      if (table != nullptr) {
        if (AsMixedTables() == 0) AsOneTable(*table);
        shape_.table = forced;
        return Take("stated");
      }
      AsGeneric(std::string(forced));
      return Take("stated");
    }
    const size_t half = std::max<size_t>(1, (records_.size() + 1) / 2);
    if (size_t n = AsFalcon(); n >= half) return Take(Share(n, records_.size()) + "name a Falcon event");
    if (size_t n = AsWindows(); n >= half)
      return Take(Share(n, records_.size()) + "have an event id and a channel or provider");
    if (size_t n = AsMixedTables(); n >= half) return Take(Share(n, records_.size()) + "name a known table");
    if (const TableSchema* table = catalog_.FindTable(shape_.name); table != nullptr && table->platform != "falcon") {
      AsOneTable(*table);
      return Take("the file has the name of a known table");
    }
    size_t matched = 0, all = 0;
    if (const TableSchema* table = TableByColumns(matched, all)) {
      AsOneTable(*table);
      return Take(std::to_string(matched) + " of " + std::to_string(all) + " columns are those of " + table->name);
    }
    AsGeneric(shape_.name);
    return Take(records_.empty() ? "no records" : "no known kind");
  }

 private:
  TelemetryShape Take(std::string why) {
    shape_.why = std::move(why);
    return std::move(shape_);
  }

  // Which of `candidates` occur in the records.
  std::vector<FieldPath> Present(const std::vector<FieldPath>& candidates) const {
    std::vector<FieldPath> present;
    for (const FieldPath& path : candidates) {
      if (std::any_of(records_.begin(), records_.end(),
                      [&](const JsonNode* r) { return FindAt(*r, path) != nullptr; })) {
        present.push_back(path);
      }
    }
    return present;
  }

  // How many records hold a scalar at one of `paths`.
  bool Has(const JsonNode& record, const std::vector<FieldPath>& paths) const {
    return std::any_of(paths.begin(), paths.end(), [&](const FieldPath& path) { return HasScalar(record, path); });
  }

  void FindPrefixes(const FormatMapping& format) {
    shape_.prefixes.clear();
    for (const FieldPrefix& prefix : format.prefixes) {
      const bool top = prefix.path.empty() && prefix.glued.empty();
      const bool present = std::any_of(records_.begin(), records_.end(), [&](const JsonNode* record) {
        const JsonNode* node = FindAt(*record, prefix.path);
        if (node == nullptr || node->kind != JsonNode::Kind::kObject) return false;
        if (prefix.glued.empty()) return !top;
        return std::any_of(node->object().begin(), node->object().end(),
                           [&](const JsonMember& member) { return member.name.starts_with(prefix.glued); });
      });
      // The top counts only when nothing else holds the fields: nested layouts keep their own envelope there.
      if (present || (top && shape_.prefixes.empty())) shape_.prefixes.push_back(prefix);
    }
    if (shape_.prefixes.empty()) shape_.prefixes.push_back(FieldPrefix{});
  }

  void Discover(const std::string& table, const std::vector<const JsonNode*>& records) {
    ColumnCollector collector(sample_.untyped);
    for (const JsonNode* record : records) {
      for (const FieldPrefix& prefix : shape_.prefixes) {
        if (const JsonNode* object = FindAt(*record, prefix.path)) collector.Add(*object, prefix);
      }
    }
    for (const FieldPrefix& prefix : shape_.prefixes) Declare(prefix, collector);
    shape_.columns[table] = collector.Columns();
  }

  void Declare(const FieldPrefix& prefix, ColumnCollector& collector) const {
    for (const DiscoveredColumn& declared : sample_.declared) {
      if (declared.path.size() != prefix.path.size() + 1) continue;
      const std::string& name = declared.path.back().name;
      if (!name.starts_with(prefix.glued)) continue;
      const FieldPath at = prefix.PathOf(std::string_view(name).substr(prefix.glued.size()));
      if (FormatFieldPath(at) != FormatFieldPath(declared.path)) continue;
      DiscoveredColumn column = declared;
      column.name = name.substr(prefix.glued.size());
      collector.Declare(column);
    }
  }

  // Each As... function shapes the records as one kind and says how many of them have its marks.
  size_t AsFalcon() {
    const FormatMapping& format = mappings_.Format(TelemetryKind::kFalcon);
    std::set<std::string> events;
    size_t marked = 0;
    for (const JsonNode* record : records_) {
      for (const FieldPath& path : format.discriminators) {
        const std::string_view name = TextAt(*record, path);
        if (name.empty()) continue;
        events.emplace(name);
        ++marked;
        break;
      }
    }
    shape_.kind = TelemetryKind::kFalcon;
    shape_.discriminators = Present(format.discriminators);
    if (shape_.discriminators.empty()) shape_.discriminators = format.discriminators;
    shape_.seen_tables.assign(events.begin(), events.end());
    if (marked > 0) Discover("", records_);
    return marked;
  }

  size_t AsWindows() {
    const FormatMapping& format = mappings_.Format(TelemetryKind::kWindows);
    shape_.kind = TelemetryKind::kWindows;
    shape_.discriminators.clear();
    shape_.seen_tables.clear();
    const std::vector<FieldPath>* id = nullptr;
    const std::vector<FieldPath>* channel = nullptr;
    const std::vector<FieldPath>* provider = nullptr;
    for (const RecordField& field : format.record_fields) {
      std::vector<FieldPath> present = Present(field.at);
      shape_.record_fields[field.name] = present.empty() ? field.at : std::move(present);
      if (field.name == "EventID") id = &field.at;
      if (field.name == "Channel") channel = &field.at;
      if (field.name == "Provider_Name") provider = &field.at;
    }
    if (id == nullptr || channel == nullptr || provider == nullptr) return 0;
    size_t marked = 0;
    for (const JsonNode* record : records_) {
      if (Has(*record, *id) && (Has(*record, *channel) || Has(*record, *provider))) ++marked;
    }
    FindPrefixes(format);
    if (marked > 0) Discover("", records_);
    return marked;
  }

  size_t AsMixedTables() {
    const FormatMapping& format = mappings_.Format(TelemetryKind::kDefender);
    std::map<std::string, std::vector<const JsonNode*>> by_table;
    std::vector<bool> used(format.discriminators.size());
    size_t marked = 0;
    shape_.streaming = false;
    for (const JsonNode* record : records_) {
      for (size_t i = 0; i < format.discriminators.size(); ++i) {
        std::string_view name = TextAt(*record, format.discriminators[i]);
        const bool streaming = name.starts_with(kStreamingPrefix);
        if (streaming) name.remove_prefix(kStreamingPrefix.size());
        const TableSchema* table = name.empty() ? nullptr : catalog_.FindTable(name);
        if (table == nullptr || table->platform == "falcon") continue;
        shape_.streaming |= streaming;
        used[i] = true;
        by_table[table->name].push_back(record);
        ++marked;
        break;
      }
    }
    if (marked == 0) return 0;
    shape_.kind = TelemetryKind::kDefender;
    shape_.record_fields.clear();
    shape_.columns.clear();
    shape_.discriminators.clear();
    for (size_t i = 0; i < used.size(); ++i) {
      if (used[i]) shape_.discriminators.push_back(format.discriminators[i]);
    }
    FindPrefixes(format);
    shape_.seen_tables.clear();
    for (const auto& [table, records] : by_table) {
      shape_.seen_tables.push_back(table);
      Discover(table, records);
    }
    return marked;
  }

  void AsOneTable(const TableSchema& table) {
    shape_.kind = TelemetryKind::kDefender;
    shape_.table = table.name;
    shape_.discriminators.clear();
    shape_.record_fields.clear();
    shape_.columns.clear();
    shape_.seen_tables = {table.name};
    FindPrefixes(mappings_.Format(TelemetryKind::kDefender));
    Discover("", records_);
  }

  void AsGeneric(std::string table) {
    shape_.kind = TelemetryKind::kGeneric;
    shape_.table = std::move(table);
    shape_.discriminators.clear();
    shape_.record_fields.clear();
    shape_.columns.clear();
    shape_.seen_tables = {shape_.table};
    shape_.prefixes = {FieldPrefix{}};
    Discover("", records_);
  }

  // The known table whose columns the records have. Some known columns and four fifths of all must fit.
  static constexpr size_t kLeastColumns = 6;
  const TableSchema* TableByColumns(size_t& matched, size_t& all) const {
    std::unordered_set<std::string> names;
    std::string action;
    for (const JsonNode* record : records_) {
      for (const JsonMember& member : record->object()) {
        std::string name(member.name);
        if (name.ends_with(" [UTC]")) name.resize(name.size() - 6);
        names.insert(std::move(name));
      }
      if (action.empty()) action = TextAt(*record, ParseFieldPath("ActionType"));
    }
    all = names.size();
    if (all < kLeastColumns) return nullptr;
    const TableSchema* best = nullptr;
    for (const TableSchema& table : catalog_.tables()) {
      if (table.platform == "falcon") continue;
      const size_t count = static_cast<size_t>(std::ranges::count_if(
          table.columns(), [&](const ColumnSchema& column) { return names.contains(column.name); }));
      if (count < kLeastColumns || count * 5 < all * 4 || !ActionFits(table.name, action)) continue;
      // Equal fits: the narrower table says more about the records.
      if (best == nullptr || count > matched || (count == matched && table.columns().size() < best->columns().size())) {
        best = &table;
        matched = count;
      }
    }
    return best;
  }

  bool ActionFits(const std::string& table, std::string_view action) const {
    if (action.empty()) return true;
    for (const auto& [owner, beginnings] : mappings_.Format(TelemetryKind::kDefender).action_types) {
      const bool begins = std::any_of(beginnings.begin(), beginnings.end(),
                                      [&](const std::string& text) { return action.starts_with(text); });
      if (begins) return owner == table;
    }
    return true;
  }

  const TelemetrySample& sample_;
  const Mappings& mappings_;
  const Catalog& catalog_;
  Arena arena_;
  std::vector<const JsonNode*> records_;
  TelemetryShape shape_;
};

}  // namespace

TelemetryShape RecognizeTelemetry(const TelemetrySample& sample, const Mappings& mappings, const Catalog& catalog) {
  return Recognizer(sample, mappings, catalog).Run();
}

}  // namespace quarry
