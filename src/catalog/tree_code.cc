// Each node: flags, place, text or number of children, children. Numbers are base 128, low digits first.
#include "catalog/tree_code.h"

#include "base/check.h"

namespace quarry {

namespace {

constexpr uint8_t kKindBits = 3, kQuoted = 4, kBlock = 8, kTextAtPlace = 16;

class Encoder {
 public:
  explicit Encoder(std::string_view text) : text_(text) {}
  std::string out;

  void Put(const yaml::Node& node) {
    const std::string_view source = text_.substr(node.span.start, node.span.end - node.span.start);
    const bool at_place = node.is_scalar() && source == node.text;
    out += static_cast<char>(static_cast<uint8_t>(node.kind) | (node.quoted ? kQuoted : 0) | (node.block ? kBlock : 0) |
                             (at_place ? kTextAtPlace : 0));
    Number(node.span.start);
    Number(node.span.end - node.span.start);
    // The text of a null is "", "~" or one of its names.
    if (node.kind == yaml::Node::Kind::kNull || node.is_scalar()) {
      if (at_place) return;
      Number(node.text.size());
      out += node.text;
    } else if (node.kind == yaml::Node::Kind::kSequence) {
      Number(node.items.size());
      for (const yaml::Node& item : node.items) Put(item);
    } else {
      Number(node.members.size());
      for (const auto& [key, value] : node.members) {
        Put(key);
        Put(value);
      }
    }
  }

 private:
  void Number(size_t number) {
    for (; number >= 128; number >>= 7) out += static_cast<char>(number | 128);
    out += static_cast<char>(number);
  }
  std::string_view text_;
};

class Decoder {
 public:
  Decoder(std::string_view tree, std::string_view text, uint16_t source) : tree_(tree), text_(text), source_(source) {}

  void Take(yaml::Node& node) {
    const uint8_t flags = Byte();
    node.kind = static_cast<yaml::Node::Kind>(flags & kKindBits);
    node.quoted = (flags & kQuoted) != 0;
    node.block = (flags & kBlock) != 0;
    const auto start = static_cast<uint32_t>(Number());
    const auto size = static_cast<uint32_t>(Number());
    node.span = {start, start + size, source_};
    switch (node.kind) {
      case yaml::Node::Kind::kNull:
      case yaml::Node::Kind::kScalar:
        node.text = (flags & kTextAtPlace) != 0 ? text_.substr(start, size) : Bytes(Number());
        break;
      case yaml::Node::Kind::kSequence:
        node.items.resize(Number());
        for (yaml::Node& item : node.items) Take(item);
        break;
      case yaml::Node::Kind::kMapping:
        node.members.resize(Number());
        for (auto& [key, value] : node.members) {
          Take(key);
          Take(value);
        }
        break;
    }
  }

 private:
  uint8_t Byte() {
    QUARRY_CHECK(at_ < tree_.size());
    return static_cast<uint8_t>(tree_[at_++]);
  }
  size_t Number() {
    size_t number = 0;
    for (int shift = 0;; shift += 7) {
      const uint8_t byte = Byte();
      number |= static_cast<size_t>(byte & 127) << shift;
      if (byte < 128) return number;
    }
  }
  std::string_view Bytes(size_t size) {
    QUARRY_CHECK(size <= tree_.size() - at_);
    at_ += size;
    return tree_.substr(at_ - size, size);
  }
  std::string_view tree_, text_;
  uint16_t source_;
  size_t at_ = 0;
};

}  // namespace

std::string EncodeTree(const yaml::Node& root, std::string_view text) {
  Encoder encoder(text);
  encoder.Put(root);
  return std::move(encoder.out);
}

yaml::Node DecodeTree(std::string_view tree, std::string_view text, uint16_t source) {
  yaml::Node root;
  Decoder(tree, text, source).Take(root);
  return root;
}

}  // namespace quarry
