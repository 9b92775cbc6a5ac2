#include "evtx/writer.h"

#include <cstring>
#include <map>

namespace quarry::evtx_test {

namespace {

template <typename T>
void Put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
template <typename T>
void PutAt(std::string& out, size_t at, T value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

// ASCII and Latin text only needs the basic plane; other input is decoded as UTF-8.
std::string Utf16(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    uint32_t point = c;
    size_t size = 1;
    if (c >= 0xf0)
      size = 4, point = c & 7;
    else if (c >= 0xe0)
      size = 3, point = c & 15;
    else if (c >= 0xc0)
      size = 2, point = c & 31;
    for (size_t k = 1; k < size && i + k < text.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 63);
    i += size;
    if (point >= 0x10000) {
      Put<uint16_t>(out, static_cast<uint16_t>(0xd800 + ((point - 0x10000) >> 10)));
      Put<uint16_t>(out, static_cast<uint16_t>(0xdc00 + ((point - 0x10000) & 0x3ff)));
    } else {
      Put<uint16_t>(out, static_cast<uint16_t>(point));
    }
  }
  return out;
}

// One chunk under construction.
class Chunk {
 public:
  Chunk() : bytes_(512, '\0') {}

  // false when the record does not fit; the chunk is then as before.
  bool Add(const Event& event) {
    const std::string before = bytes_;
    const auto names = names_;
    const auto templates = templates_;
    const size_t start = bytes_.size();
    bytes_ += std::string("\x2a\x2a\0\0", 4);
    Put<uint32_t>(bytes_, 0);
    Put<uint64_t>(bytes_, event.record_id);
    Put<uint64_t>(bytes_, event.filetime);
    bytes_ += std::string("\x0f\x01\x01\x00", 4);
    if (event.without_template) {
      Elements(event, false);
    } else {
      TemplateRecord(event);
    }
    while ((bytes_.size() - start) % 8 != 4) bytes_ += '\0';
    const auto size = static_cast<uint32_t>(bytes_.size() + 4 - start);
    Put<uint32_t>(bytes_, size);
    PutAt<uint32_t>(bytes_, start + 4, size);
    if (bytes_.size() > 65536) {
      bytes_ = before;
      names_ = names;
      templates_ = templates;
      return false;
    }
    if (first_ == 0) first_ = event.record_id;
    last_ = event.record_id;
    last_offset_ = start;
    return true;
  }

  std::string Finish() {
    std::memcpy(bytes_.data(), "ElfChnk\0", 8);
    PutAt<uint64_t>(bytes_, 8, first_);
    PutAt<uint64_t>(bytes_, 16, last_);
    PutAt<uint64_t>(bytes_, 24, first_);
    PutAt<uint64_t>(bytes_, 32, last_);
    PutAt<uint32_t>(bytes_, 40, 128);
    PutAt<uint32_t>(bytes_, 44, static_cast<uint32_t>(last_offset_));
    PutAt<uint32_t>(bytes_, 48, static_cast<uint32_t>(bytes_.size()));
    bytes_.resize(65536, '\0');
    return bytes_;
  }

 private:
  void Name(std::string_view name) {
    const auto found = names_.find(std::string(name));
    if (found != names_.end()) {
      Put<uint32_t>(bytes_, found->second);
      return;
    }
    const auto at = static_cast<uint32_t>(bytes_.size() + 4);
    names_.emplace(name, at);
    Put<uint32_t>(bytes_, at);
    Put<uint32_t>(bytes_, 0);
    Put<uint16_t>(bytes_, 0);
    Put<uint16_t>(bytes_, static_cast<uint16_t>(name.size()));
    bytes_ += Utf16(name);
    Put<uint16_t>(bytes_, 0);
  }
  void Open(std::string_view name, bool dependency, bool attributes = false) {
    bytes_ += attributes ? '\x41' : '\x01';
    if (dependency) Put<uint16_t>(bytes_, 0xffff);
    open_.push_back(bytes_.size());
    Put<uint32_t>(bytes_, 0);
    Name(name);
    if (attributes) Put<uint32_t>(bytes_, 0);
  }
  void Attribute(std::string_view name) {
    bytes_ += '\x06';
    Name(name);
  }
  void Text(std::string_view text) {
    bytes_ += '\x05';
    bytes_ += '\x01';
    const std::string utf16 = Utf16(text);
    Put<uint16_t>(bytes_, static_cast<uint16_t>(utf16.size() / 2));
    bytes_ += utf16;
  }
  void Content() { bytes_ += '\x02'; }
  void Close() {
    bytes_ += '\x04';
    PutAt<uint32_t>(bytes_, open_.back(), static_cast<uint32_t>(bytes_.size() - open_.back() - 4));
    open_.pop_back();
  }
  void Substitution(uint16_t index, uint8_t type, bool optional) {
    bytes_ += optional ? '\x0e' : '\x0d';
    Put<uint16_t>(bytes_, index);
    bytes_ += static_cast<char>(type);
  }

  // With `dependency`: the template, values as substitutions; without: a record of literal values.
  void Elements(const Event& event, bool dependency) {
    const auto value = [&](uint16_t index, uint8_t type, const std::string& text, bool optional = false) {
      if (dependency)
        Substitution(index, type, optional);
      else
        Text(text);
    };
    Open("Event", dependency);
    Content();
    Open("System", dependency);
    Content();
    Open("Provider", dependency, true);
    Attribute("Name");
    Text(event.provider);
    Content();
    Close();
    Open("EventID", dependency);
    Content();
    value(0, 0x06, std::to_string(event.event_id));
    Close();
    Open("TimeCreated", dependency, true);
    Attribute("SystemTime");
    value(1, 0x11, "2026-03-02T09:00:00.0000000Z");
    Content();
    Close();
    Open("EventRecordID", dependency);
    Content();
    value(2, 0x0a, std::to_string(event.record_id));
    Close();
    Open("Channel", dependency);
    Content();
    Text(event.channel);
    Close();
    Open("Computer", dependency);
    Content();
    value(3, 0x01, event.computer);
    Close();
    Close();
    Open("EventData", dependency);
    Content();
    for (size_t i = 0; i < event.data.size(); ++i) {
      bool null = false;
      for (const size_t n : event.null_data) null |= n == i;
      Open("Data", dependency, !event.data[i].first.empty());
      if (!event.data[i].first.empty()) {
        Attribute("Name");
        Text(event.data[i].first);
      }
      Content();
      value(static_cast<uint16_t>(4 + i), 0x01, event.data[i].second, null);
      Close();
    }
    Close();
    Close();
  }

  void TemplateRecord(const Event& event) {
    std::string shape = event.provider + "|" + event.channel;
    for (const auto& [name, text] : event.data) shape += "|" + name;
    for (const size_t n : event.null_data) shape += "#" + std::to_string(n);
    bytes_ += std::string("\x0c\x01", 2);
    const auto found = templates_.find(shape);
    Put<uint32_t>(bytes_, 0x12345678);
    if (found != templates_.end()) {
      Put<uint32_t>(bytes_, found->second);
    } else {
      const auto at = static_cast<uint32_t>(bytes_.size() + 4);
      templates_.emplace(shape, at);
      Put<uint32_t>(bytes_, at);
      Put<uint32_t>(bytes_, 0);
      bytes_.append(16, '\x11');
      const size_t size_at = bytes_.size();
      Put<uint32_t>(bytes_, 0);
      bytes_ += std::string("\x0f\x01\x01\x00", 4);
      Elements(event, true);
      bytes_ += '\0';
      PutAt<uint32_t>(bytes_, size_at, static_cast<uint32_t>(bytes_.size() - size_at - 4));
    }
    std::vector<std::pair<uint8_t, std::string>> values(4);
    values[0].first = 0x06;
    Put<uint16_t>(values[0].second, static_cast<uint16_t>(event.event_id));
    values[1].first = 0x11;
    Put<uint64_t>(values[1].second, event.filetime);
    values[2].first = 0x0a;
    Put<uint64_t>(values[2].second, event.record_id);
    values[3] = {0x01, Utf16(event.computer)};
    for (size_t i = 0; i < event.data.size(); ++i) {
      bool null = false;
      for (const size_t n : event.null_data) null |= n == i;
      values.emplace_back(null ? 0x00 : 0x01, null ? std::string() : Utf16(event.data[i].second));
    }
    Put<uint32_t>(bytes_, static_cast<uint32_t>(values.size()));
    for (const auto& [type, data] : values) {
      Put<uint16_t>(bytes_, static_cast<uint16_t>(data.size()));
      bytes_ += static_cast<char>(type);
      bytes_ += '\0';
    }
    for (const auto& [type, data] : values) bytes_ += data;
  }

  std::string bytes_;
  std::map<std::string, uint32_t> names_;
  std::map<std::string, uint32_t> templates_;
  std::vector<size_t> open_;
  uint64_t first_ = 0, last_ = 0;
  size_t last_offset_ = 0;
};

}  // namespace

std::string WriteEvtx(const std::vector<Event>& events) {
  std::string out(4096, '\0');
  std::memcpy(out.data(), "ElfFile\0", 8);
  uint16_t chunks = 0;
  Chunk chunk;
  bool any = false;
  for (const Event& event : events) {
    if (!chunk.Add(event)) {
      out += chunk.Finish();
      ++chunks;
      chunk = Chunk();
      chunk.Add(event);
    }
    any = true;
  }
  if (any) {
    out += chunk.Finish();
    ++chunks;
  }
  PutAt<uint64_t>(out, 16, chunks == 0 ? 0 : chunks - 1);
  PutAt<uint64_t>(out, 24, events.empty() ? 1 : events.back().record_id + 1);
  PutAt<uint32_t>(out, 32, 128);
  PutAt<uint16_t>(out, 36, 1);
  PutAt<uint16_t>(out, 38, 3);
  PutAt<uint16_t>(out, 40, 4096);
  PutAt<uint16_t>(out, 42, chunks);
  return out;
}

}  // namespace quarry::evtx_test
