// Entries: BinXmlDecoder::Reset, DecodeRecord, DecodeNested.
#include "readers/formats/evtx/binxml.h"

#include <algorithm>

namespace quarry::evtx {

namespace {

enum Token : uint8_t {
  kEndOfStream = 0x00,
  kOpenStartElement = 0x01,
  kCloseStartElement = 0x02,
  kCloseEmptyElement = 0x03,
  kEndElement = 0x04,
  kValue = 0x05,
  kAttribute = 0x06,
  kCdata = 0x07,
  kCharacterReference = 0x08,
  kEntityReference = 0x09,
  kPiTarget = 0x0a,
  kPiData = 0x0b,
  kTemplateInstance = 0x0c,
  kNormalSubstitution = 0x0d,
  kOptionalSubstitution = 0x0e,
  kFragmentHeader = 0x0f,
  kMoreFlag = 0x40,
};

// A chunk has 64 KiB; anything beyond these is an attack or a broken file.
constexpr int kMaxDepth = 12;
constexpr size_t kMaxOperations = 65536;
constexpr uint32_t kMaxValues = 16384;

std::string_view EntityText(std::string_view name) {
  if (name == "amp") return "&";
  if (name == "lt") return "<";
  if (name == "gt") return ">";
  if (name == "quot") return "\"";
  if (name == "apos") return "'";
  return {};
}

}  // namespace

void BinXmlDecoder::Reset(std::string_view chunk) {
  bytes_ = Bytes(chunk);
  names_.clear();
  templates_.clear();
  record_operations_.clear();
  record_instances_.clear();
  template_instances_.clear();
  arena_.Reset();
}

std::string_view BinXmlDecoder::NameAt(uint32_t offset, size_t& cursor) {
  // A name: offset of the next in its hash bucket (4), hash (2), length (2), UTF-16 text, NUL (2).
  const uint16_t length = bytes_.Get<uint16_t>(offset + 6);
  if (offset == cursor) cursor += 10 + 2 * static_cast<size_t>(length);
  const auto found = names_.find(offset);
  if (found != names_.end()) return found->second;
  std::string name;
  AppendUtf16(bytes_.Slice(offset + 8, 2 * static_cast<size_t>(length)), name);
  if (bytes_.failed()) return {};
  return names_.emplace(offset, arena_.Copy(name)).first->second;
}

bool BinXmlDecoder::DecodeStream(size_t& offset, size_t end, bool dependency_ids, Operations& out) {
  using Kind = Operation::Kind;
  int open = 0;
  while (offset < end) {
    if (bytes_.failed() || out.size() > kMaxOperations) return false;
    const auto token = bytes_.Get<uint8_t>(offset);
    switch (token & ~kMoreFlag) {
      case kEndOfStream:
        ++offset;
        return open == 0;
      case kFragmentHeader:
        offset += 4;
        break;
      case kOpenStartElement: {
        size_t at = offset + 1 + (dependency_ids ? 2 : 0);
        const uint32_t size = bytes_.Get<uint32_t>(at);
        const uint32_t name = bytes_.Get<uint32_t>(at + 4);
        if (bytes_.failed() || size > end - offset) return false;
        at += 8;
        const std::string_view text = NameAt(name, at);
        if (text.empty()) return false;
        if (token & kMoreFlag) at += 4;  // size of the attribute list
        out.push_back({Kind::kOpen, false, 0, text, nullptr});
        offset = at;
        ++open;
        break;
      }
      case kAttribute: {
        size_t at = offset + 5;
        const std::string_view text = NameAt(bytes_.Get<uint32_t>(offset + 1), at);
        out.push_back({Kind::kAttribute, false, 0, text, nullptr});
        offset = at;
        break;
      }
      case kCloseStartElement:
        out.push_back({Kind::kContent, false, 0, {}, nullptr});
        ++offset;
        break;
      case kCloseEmptyElement:
        out.push_back({Kind::kContent, false, 0, {}, nullptr});
        [[fallthrough]];
      case kEndElement:
        if (--open < 0) return false;
        out.push_back({Kind::kClose, false, 0, {}, nullptr});
        ++offset;
        // A record without a template has no end-of-stream token.
        if (open == 0 && !dependency_ids && (offset >= end || bytes_.Get<uint8_t>(offset) != kOpenStartElement))
          return true;
        break;
      case kValue: {
        // Literal values are strings; one value may be cut into several tokens.
        if (bytes_.Get<uint8_t>(offset + 1) != kWideString) return false;
        const size_t size = 2 * static_cast<size_t>(bytes_.Get<uint16_t>(offset + 2));
        std::string text;
        AppendUtf16(bytes_.Slice(offset + 4, size), text);
        out.push_back({Kind::kText, false, 0, arena_.Copy(text), nullptr});
        offset += 4 + size;
        break;
      }
      case kCdata: {
        const size_t size = 2 * static_cast<size_t>(bytes_.Get<uint16_t>(offset + 1));
        std::string text;
        AppendUtf16(bytes_.Slice(offset + 3, size), text);
        out.push_back({Kind::kText, false, 0, arena_.Copy(text), nullptr});
        offset += 3 + size;
        break;
      }
      case kCharacterReference: {
        std::string text;
        AppendUtf16(bytes_.Slice(offset + 1, 2), text);
        out.push_back({Kind::kText, false, 0, arena_.Copy(text), nullptr});
        offset += 3;
        break;
      }
      case kEntityReference: {
        size_t at = offset + 5;
        const std::string_view name = NameAt(bytes_.Get<uint32_t>(offset + 1), at);
        out.push_back({Kind::kText, false, 0, EntityText(name), nullptr});
        offset = at;
        break;
      }
      case kPiTarget: {
        size_t at = offset + 5;
        NameAt(bytes_.Get<uint32_t>(offset + 1), at);
        offset = at;
        break;
      }
      case kPiData:
        offset += 3 + 2 * static_cast<size_t>(bytes_.Get<uint16_t>(offset + 1));
        break;
      case kTemplateInstance: {
        auto& instances = dependency_ids ? template_instances_ : record_instances_;
        instances.push_back(std::make_unique<Instance>());
        Instance* instance = instances.back().get();
        if (!DecodeInstance(offset, end, *instance)) return false;
        out.push_back({Kind::kInstance, false, 0, {}, instance});
        if (open == 0 && !dependency_ids) return true;
        break;
      }
      case kNormalSubstitution:
      case kOptionalSubstitution:
        out.push_back({Kind::kSubstitution,
                       (token & ~kMoreFlag) == kOptionalSubstitution,
                       bytes_.Get<uint16_t>(offset + 1),
                       {},
                       nullptr});
        offset += 4;
        break;
      default:
        return false;
    }
  }
  return open == 0 && !bytes_.failed();
}

const Operations* BinXmlDecoder::TemplateAt(size_t offset) {
  const auto found = templates_.find(offset);
  if (found != templates_.end()) return found->second.get();
  templates_.emplace(offset, nullptr);  // a template that contains itself is broken
  // Definition: offset of the next (4), GUID (16), size of the data (4), data.
  const uint32_t size = bytes_.Get<uint32_t>(offset + 20);
  if (bytes_.failed() || offset + 24 > bytes_.size()) return nullptr;
  const size_t end = std::min<size_t>(offset + 24 + static_cast<size_t>(size), bytes_.size());
  auto operations = std::make_unique<Operations>();
  size_t at = offset + 24;
  if (++depth_ > kMaxDepth || !DecodeStream(at, end, true, *operations)) operations.reset();
  --depth_;
  templates_[offset] = std::move(operations);
  return templates_[offset].get();
}

bool BinXmlDecoder::DecodeInstance(size_t& offset, size_t end, Instance& out) {
  // Token (1), unknown (1), template id (4), offset of the definition (4); the definition follows when it is new.
  const uint32_t definition = bytes_.Get<uint32_t>(offset + 6);
  size_t at = offset + 10;
  if (bytes_.failed()) return false;
  if (definition == at) {
    const uint32_t size = bytes_.Get<uint32_t>(at + 20);
    if (bytes_.failed() || size > end - at) return false;
    at += 24 + static_cast<size_t>(size);
  }
  out.operations = TemplateAt(definition);
  if (out.operations == nullptr) return false;
  const uint32_t count = bytes_.Get<uint32_t>(at);
  at += 4;
  if (bytes_.failed() || count > kMaxValues || at + 4 * static_cast<size_t>(count) > end) return false;
  out.values.resize(count);
  size_t data = at + 4 * static_cast<size_t>(count);
  for (uint32_t i = 0; i < count; ++i) {
    const uint16_t size = bytes_.Get<uint16_t>(at + 4 * static_cast<size_t>(i));
    RawValue& value = out.values[i];
    value.type = bytes_.Get<uint8_t>(at + 4 * static_cast<size_t>(i) + 2);
    value.offset = static_cast<uint32_t>(data);
    value.bytes = bytes_.Slice(data, size);
    data += size;
  }
  offset = data;
  return !bytes_.failed();
}

bool BinXmlDecoder::DecodeFragment(size_t offset, size_t end, Instance& out) {
  // Elements outside a template carry no dependency identifier; some writers add it all the same, so the other
  // reading is tried when the first fails.
  for (const bool dependency_ids : {false, true}) {
    auto operations = std::make_unique<Operations>();
    bytes_.ClearFailure();
    size_t at = offset;
    if (DecodeStream(at, end, dependency_ids, *operations) && !operations->empty()) {
      out.operations = operations.get();
      record_operations_.push_back(std::move(operations));
      return true;
    }
  }
  bytes_.ClearFailure();
  return false;
}

bool BinXmlDecoder::DecodeRecord(size_t offset, size_t end, Instance& out) {
  record_operations_.clear();
  record_instances_.clear();
  depth_ = 0;
  out = {};
  return DecodeFragment(offset, end, out);
}

bool BinXmlDecoder::DecodeNested(const RawValue& value, Instance& out) {
  if (depth_ >= kMaxDepth) return false;
  ++depth_;
  const bool ok = DecodeFragment(value.offset, value.offset + value.bytes.size(), out);
  --depth_;
  return ok;
}

}  // namespace quarry::evtx
