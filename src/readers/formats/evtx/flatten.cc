// Entry: Flattener::Flatten.
#include "readers/formats/evtx/flatten.h"

#include "types/json.h"

namespace quarry::evtx {

namespace {

constexpr int kMaxNesting = 12;
constexpr size_t kMaxOpenElements = 64;

bool IsSystemName(std::string_view name) {
  for (const std::string_view system : {"EventID", "Channel", "Computer", "Level", "Task", "Opcode", "Keywords",
                                        "Version", "EventRecordID", "TimeCreated"})
    if (name == system) return true;
  return false;
}

void AppendIndent(std::string& out, const std::string& item) {
  if (!out.empty()) out += '\n';
  out += item;
}

}  // namespace

Field& Flattener::Add(std::string_view name) {
  if (count_ == fields_.size()) fields_.emplace_back();
  Field& field = fields_[count_++];
  field.name = name;
  field.text.clear();
  field.number = false;
  field.list = false;
  field.items.clear();
  return field;
}

std::string_view Flattener::Keep(std::string name) {
  return names_.Copy(name);
}

const Field* Flattener::Find(std::string_view name) const {
  for (const Field& field : *this)
    if (field.name == name) return &field;
  return nullptr;
}

bool Flattener::Flatten(const Instance& event, BinXmlDecoder& decoder) {
  count_ = 0;
  level_ = 0;
  section_ = Section::kNone;
  in_attribute_ = false;
  names_.Reset();
  return Play(event, decoder, 0);
}

void Flattener::Open(std::string_view name) {
  if (level_ > 0) stack_[level_ - 1].has_child = true;
  if (level_ == stack_.size()) stack_.emplace_back();
  Element& element = stack_[level_++];
  element.name = name;
  element.text.clear();
  element.data_name.clear();
  element.items.clear();
  element.has_data_name = element.has_child = element.omitted = element.number = element.any_text = element.list =
      false;
  if (level_ == 2) {
    part_ = name;
    section_ = name == "System"      ? Section::kSystem
               : name == "EventData" ? Section::kEventData
               : name == "UserData"  ? Section::kUserData
                                     : Section::kOther;
  }
}

void Flattener::FinishAttribute() {
  if (!in_attribute_) return;
  in_attribute_ = false;
  Element& element = stack_[level_ - 1];
  if (attribute_omitted_ || attribute_ == "xmlns" || level_ < 2) return;
  if (element.name == "Data" && section_ == Section::kEventData) {
    if (attribute_ == "Name") {
      element.data_name = attribute_text_;
      element.has_data_name = true;
    }
    return;
  }
  if (level_ == 2) return;  // attributes of EventData itself name the schema, not the event
  const bool time = section_ == Section::kSystem && element.name == "TimeCreated" && attribute_ == "SystemTime";
  std::string name = time ? "TimeCreated" : std::string(element.name) + "_" + std::string(attribute_);
  if (section_ == Section::kOther) name = std::string(part_) + "." + name;
  Field& field = Add(Keep(std::move(name)));
  field.text = attribute_text_;
  field.number = attribute_number_;
}

void Flattener::Close() {
  FinishAttribute();
  if (level_ == 0) return;
  Element& element = stack_[--level_];
  if (level_ < 2 || element.has_child || element.omitted) return;
  std::string_view name = element.name;
  if (section_ == Section::kSystem) {
    // Elements that only carry attributes (Provider, Execution) have no text of their own.
    if (!element.any_text) return;
  } else if (section_ == Section::kEventData && name == "Data" && !element.has_data_name) {
    Field* data = nullptr;
    for (size_t i = 0; i < count_; ++i)
      if (fields_[i].name == "Data") data = &fields_[i];
    if (data == nullptr) {
      data = &Add("Data");
      if (element.list) {
        data->list = true;
        for (const std::string& item : element.items) AppendIndent(data->text, item);
        data->items = element.items;
      } else {
        data->text = element.text;
      }
    } else {
      if (!data->list) {
        data->list = true;
        data->items.assign(1, data->text);
      }
      if (!element.list) element.items.assign(1, element.text);
      for (const std::string& item : element.items) {
        data->text += '\n';
        data->text += item;
        data->items.push_back(item);
      }
    }
    return;
  } else {
    if (element.has_data_name) name = Keep(element.data_name);
    if (section_ == Section::kOther || IsSystemName(name)) name = Keep(std::string(part_) + "." + std::string(name));
  }
  Field& field = Add(name);
  if (element.list) {
    field.list = true;
    for (const std::string& item : element.items) AppendIndent(field.text, item);
    field.items = element.items;
  } else {
    field.text = element.text;
    field.number = element.number;
  }
}

bool Flattener::Substitute(const Operation& operation, const Instance& instance, BinXmlDecoder& decoder, int depth) {
  static const RawValue kNone;
  const RawValue& value = operation.index < instance.values.size() ? instance.values[operation.index] : kNone;
  if (level_ == 0) return value.type != kBinXml;
  Element& element = stack_[level_ - 1];
  if (value.is_null()) {
    // The rule for optional values: without a value there is no element and no attribute.
    if (operation.optional) (in_attribute_ ? attribute_omitted_ : element.omitted) = true;
    return true;
  }
  if (in_attribute_) {
    attribute_number_ = value.is_number() && attribute_text_.empty();
    AppendValueText(value, attribute_text_);
    return true;
  }
  if (value.type == kBinXml) {
    Instance nested;
    return value.bytes.empty() || (decoder.DecodeNested(value, nested) && Play(nested, decoder, depth + 1));
  }
  element.any_text = true;
  if (value.is_array()) {
    element.list = true;
    for (const RawValue& item : ArrayItems(value)) {
      element.items.emplace_back();
      AppendValueText(item, element.items.back());
    }
    if (element.items.empty()) element.list = false;  // an empty array is one empty element
    return true;
  }
  element.number = value.is_number() && element.text.empty();
  AppendValueText(value, element.text);
  return true;
}

bool Flattener::Play(const Instance& instance, BinXmlDecoder& decoder, int depth) {
  if (depth > kMaxNesting) return false;
  for (const Operation& operation : *instance.operations) {
    switch (operation.kind) {
      case Operation::Kind::kOpen:
        if (level_ >= kMaxOpenElements) return false;
        Open(operation.text);
        break;
      case Operation::Kind::kAttribute:
        FinishAttribute();
        in_attribute_ = true;
        attribute_ = operation.text;
        attribute_text_.clear();
        attribute_omitted_ = attribute_number_ = false;
        break;
      case Operation::Kind::kContent:
        FinishAttribute();
        break;
      case Operation::Kind::kText:
        if (in_attribute_) {
          attribute_text_ += operation.text;
        } else if (level_ > 0) {
          Element& element = stack_[level_ - 1];
          element.text += operation.text;
          element.any_text = true;
          element.number = false;
        }
        break;
      case Operation::Kind::kSubstitution:
        if (!Substitute(operation, instance, decoder, depth)) return false;
        break;
      case Operation::Kind::kInstance:
        if (!Play(*operation.instance, decoder, depth + 1)) return false;
        break;
      case Operation::Kind::kClose:
        Close();
        break;
    }
  }
  return true;
}

void Flattener::AppendJson(std::string& out) const {
  out += '{';
  bool first = true;
  for (const Field& field : *this) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(field.name, out);
    out += ':';
    if (field.list) {
      out += '[';
      for (size_t i = 0; i < field.items.size(); ++i) {
        if (i) out += ',';
        AppendJsonString(field.items[i], out);
      }
      out += ']';
    } else if (field.number) {
      out += field.text;
    } else {
      AppendJsonString(field.text, out);
    }
  }
  out += '}';
}

}  // namespace quarry::evtx
