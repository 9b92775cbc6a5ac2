// Turns the decoded XML of one event into flat fields, the form in which Sigma rules and mappings name them:
//   System       EventID, Level, Channel, Computer, ... ; attributes as Provider_Name, Execution_ProcessID;
//                TimeCreated is its SystemTime attribute
//   EventData    <Data Name="X"> as X; unnamed <Data> together as Data (items joined by line feeds; an array in JSON);
//                other elements by their own name
//   UserData     leaf elements by their own name
//   other parts  (RenderingInfo, ...) as Part.Name
// A name that System already has (Channel in some events' data) becomes EventData.Channel: System is authoritative.
// Thread rule: one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "readers/formats/evtx/binxml.h"

namespace quarry::evtx {

struct Field {
  std::string_view name;  // lives in the decoder or the flattener
  std::string text;
  bool number = false;  // a decimal integer: JSON shows it bare
  bool list = false;    // several values, in `items`
  std::vector<std::string> items;
};

class Flattener {
 public:
  // Replaces the fields by those of `event`. false: broken inside; the fields so far are kept.
  bool Flatten(const Instance& event, BinXmlDecoder& decoder);

  // Valid until the next Flatten.
  const Field* begin() const { return fields_.data(); }
  const Field* end() const { return fields_.data() + count_; }
  size_t size() const { return count_; }
  const Field* Find(std::string_view name) const;
  // The event as one compact JSON object.
  void AppendJson(std::string& out) const;

 private:
  enum class Section : uint8_t { kNone, kSystem, kEventData, kUserData, kOther };
  struct Element {
    std::string_view name;
    std::string text;
    std::string data_name;
    bool has_data_name = false;
    bool has_child = false;
    bool omitted = false;
    bool number = false;
    bool any_text = false;
    std::vector<std::string> items;  // of an array value
    bool list = false;
  };

  bool Play(const Instance& instance, BinXmlDecoder& decoder, int depth);
  bool Substitute(const Operation& operation, const Instance& instance, BinXmlDecoder& decoder, int depth);
  void Open(std::string_view name);
  void FinishAttribute();
  void Close();
  Field& Add(std::string_view name);
  std::string_view Keep(std::string name);

  std::vector<Field> fields_;  // the first count_ are in use; the others keep their memory
  size_t count_ = 0;
  std::vector<Element> stack_;
  size_t level_ = 0;  // elements open; stack_ keeps its memory
  Section section_ = Section::kNone;
  std::string_view part_;  // name of the section element
  bool in_attribute_ = false;
  bool attribute_omitted_ = false;
  bool attribute_number_ = false;
  std::string_view attribute_;
  std::string attribute_text_;
  Arena names_;
};

}  // namespace quarry::evtx
