// Reads the footer: its frame at the end of the file, then the Thrift structures in it.
// External entries: ReadParquetFooter, ParseParquetFooter.
#include "readers/formats/parquet/footer.h"

#include <algorithm>
#include <cstring>

#include "base/ascii.h"
#include "readers/codec/open_file.h"
#include "readers/formats/parquet/thrift.h"

namespace quarry {
namespace {

using Field = CompactReader::Type;

constexpr size_t kFrameBytes = 8;  // length of the footer and the magic
constexpr uint64_t kMostFooterBytes = 256 << 20;
constexpr int kMaxNesting = 64;

enum Physical { kBoolean, kInt32, kInt64, kInt96, kFloat32, kFloat64, kByteArray, kFixed };
// ConvertedType and LogicalType of parquet.thrift.
enum Converted {
  kUtf8,
  kMap,
  kMapKeyValue,
  kList,
  kEnum,
  kDecimal,
  kDate,
  kTimeMillis,
  kTimeMicros,
  kTimestampMillis,
  kTimestampMicros,
  kUint8,
  kUint16,
  kUint32,
  kUint64,
  kInt8,
  kInt16,
  kInt32Type,
  kInt64Type,
  kJson,
  kBson,
  kInterval,
};
enum Logical {
  kLogicalString = 1,
  kLogicalMap,
  kLogicalList,
  kLogicalEnum,
  kLogicalDecimal,
  kLogicalDate,
  kLogicalTime,
  kLogicalTimestamp,
  kLogicalInteger = 10,
  kLogicalUnknown,
  kLogicalJson,
  kLogicalBson,
  kLogicalUuid,
  kLogicalFloat16,
  kLogicalVariant,
  kLogicalGeometry,
  kLogicalGeography,
};
enum Unit { kNoUnit, kMillis, kMicros, kNanos };

struct Element {
  int physical = -1, converted = -1, logical = 0, unit = kNoUnit, bits = 0;
  bool is_signed = true;
  bool repeated = false;
  int64_t children = 0;
  std::string_view name;
};

Element ReadElement(CompactReader& in) {
  Element e;
  in.Struct([&](int16_t id, Field type) {
    switch (id) {
      case 1:
        e.physical = static_cast<int>(in.Integer());
        break;
      case 3:
        e.repeated = in.Integer() == 2;
        break;
      case 4:
        e.name = in.Binary();
        break;
      case 5:
        e.children = in.Integer();
        break;
      case 6:
        e.converted = static_cast<int>(in.Integer());
        break;
      case 10:
        in.Struct([&](int16_t logical, Field) {
          e.logical = logical;
          in.Struct([&](int16_t part, Field part_type) {
            if (logical == kLogicalInteger && part == 1) {
              in.Skip(part_type);
            } else if (logical == kLogicalInteger && part == 2) {
              e.is_signed = CompactReader::Bool(part_type);
            } else if ((logical == kLogicalTime || logical == kLogicalTimestamp) && part == 2) {
              in.Struct([&](int16_t unit, Field unit_type) {
                e.unit = unit;
                in.Skip(unit_type);
              });
            } else {
              in.Skip(part_type);
            }
          });
        });
        break;
      default:
        in.Skip(type);
    }
  });
  return e;
}

// The form of a leaf, or why it has none.
ParquetForm FormOfLeaf(const Element& e, std::string& unsupported) {
  const auto no = [&](const char* name) {
    unsupported = name;
    return ParquetForm::kUnsupported;
  };
  switch (e.logical) {
    case kLogicalBson:
      return no("BSON");
    case kLogicalVariant:
      return no("VARIANT");
    case kLogicalGeometry:
      return no("GEOMETRY");
    case kLogicalGeography:
      return no("GEOGRAPHY");
    case kLogicalUuid:
      return ParquetForm::kUuid;
    case kLogicalFloat16:
      return ParquetForm::kFloat;
    case kLogicalJson:
      return ParquetForm::kJson;
    default:
      break;
  }
  if (e.converted == kBson) return no("BSON");
  if (e.converted == kInterval) return no("INTERVAL");
  if (e.logical == kLogicalDecimal || e.converted == kDecimal) return ParquetForm::kDecimal;
  switch (e.physical) {
    case kBoolean:
      return ParquetForm::kBool;
    case kInt32:
      if (e.logical == kLogicalDate || e.converted == kDate) return ParquetForm::kDate;
      if (e.logical == kLogicalTime || e.converted == kTimeMillis) return ParquetForm::kTimeOfDay;
      return ParquetForm::kInteger;
    case kInt64:
      if (e.logical == kLogicalTimestamp)
        return e.unit == kNanos ? ParquetForm::kTimestampNanos : ParquetForm::kTimestampMicros;
      if (e.converted == kTimestampMillis || e.converted == kTimestampMicros) return ParquetForm::kTimestampMicros;
      if (e.logical == kLogicalTime) return ParquetForm::kTimeOfDay;
      if (e.converted == kTimeMicros) return ParquetForm::kTimeOfDay;
      if (e.converted == kUint64 || (e.logical == kLogicalInteger && !e.is_signed)) return ParquetForm::kUnsigned64;
      return ParquetForm::kInteger;
    case kInt96:
      return ParquetForm::kTimestampMicros;
    case kFloat32:
      return ParquetForm::kFloat;
    case kFloat64:
      return ParquetForm::kReal;
    case kByteArray:
      if (e.converted == kJson) return ParquetForm::kJson;
      if (e.logical == kLogicalString || e.logical == kLogicalEnum || e.converted == kUtf8 || e.converted == kEnum)
        return ParquetForm::kText;
      return ParquetForm::kBytes;
    case kFixed:
      return ParquetForm::kFixedBytes;
    default:
      return no("a type of an unknown number");
  }
}

ParquetColumn::Order OrderOf(const Element& e, ParquetForm form) {
  using Order = ParquetColumn::Order;
  switch (form) {
    case ParquetForm::kInteger: {
      const bool is_unsigned = (e.logical == kLogicalInteger && !e.is_signed) || e.converted == kUint8 ||
                               e.converted == kUint16 || e.converted == kUint32;
      if (is_unsigned) return Order::kNone;
      return e.physical == kInt32 ? Order::kInt32 : Order::kInt64;
    }
    case ParquetForm::kTimestampMicros:
      return e.physical == kInt64 ? Order::kInt64 : Order::kNone;
    case ParquetForm::kTimestampNanos:
      return Order::kInt64;
    case ParquetForm::kText:
      return Order::kText;
    default:
      return Order::kNone;
  }
}

// Makes columns of the schema's elements, which stand in depth-first order.
class SchemaReader {
 public:
  explicit SchemaReader(const std::vector<Element>& elements) : elements_(elements) {}

  bool Read(std::vector<ParquetColumn>& columns) {
    if (elements_.empty()) return false;
    const int64_t fields = elements_[0].children;
    at_ = 1;
    for (int64_t i = 0; i < fields; ++i) {
      if (at_ >= elements_.size()) return false;
      const Element& e = elements_[at_];
      ParquetColumn column;
      column.name = e.name;
      column.first_leaf = leaf_;
      if (e.children == 0) {
        column.form = e.repeated ? ParquetForm::kNested : FormOfLeaf(e, column.unsupported);
        if (e.repeated) FormOfLeaf(e, column.unsupported);
        column.order = e.repeated ? ParquetColumn::Order::kNone : OrderOf(e, column.form);
        column.milliseconds =
            column.form == ParquetForm::kTimestampMicros && (e.unit == kMillis || e.converted == kTimestampMillis);
      } else {
        column.form = ParquetForm::kNested;
      }
      if (!Pass(0, std::string(e.name), column.unsupported)) return false;
      if (!column.unsupported.empty()) column.form = ParquetForm::kUnsupported;
      column.leaves = leaf_ - column.first_leaf;
      columns.push_back(std::move(column));
    }
    return at_ == elements_.size();
  }
  int leaves() const { return leaf_; }

 private:
  // Goes over one element and what lies below it.
  bool Pass(int depth, const std::string& path, std::string& unsupported) {
    if (at_ >= elements_.size() || depth > kMaxNesting) return false;
    const Element& e = elements_[at_++];
    if (e.children == 0) {
      ++leaf_;
      std::string why;
      if (FormOfLeaf(e, why) == ParquetForm::kUnsupported && unsupported.empty())
        unsupported = depth == 0 ? why : why + " (in `" + path + "`)";
      return true;
    }
    if (e.logical == kLogicalVariant && unsupported.empty()) unsupported = "VARIANT";
    for (int64_t i = 0; i < e.children; ++i) {
      if (at_ >= elements_.size()) return false;
      if (!Pass(depth + 1, path + "." + std::string(elements_[at_].name), unsupported)) return false;
    }
    return true;
  }

  const std::vector<Element>& elements_;
  size_t at_ = 0;
  int leaf_ = 0;
};

void ReadStatistics(CompactReader& in, ParquetChunk& chunk) {
  in.Struct([&](int16_t id, Field type) {
    if (id == 3)
      chunk.nulls = in.Integer();
    else if (id == 5)
      chunk.max = in.Binary();
    else if (id == 6)
      chunk.min = in.Binary();
    else
      in.Skip(type);  // 1 and 2 are of writers that did not agree on the order
  });
}

ParquetRowGroup ReadRowGroup(CompactReader& in) {
  ParquetRowGroup group;
  in.Struct([&](int16_t id, Field type) {
    if (id == 1) {
      in.List([&](Field) {
        ParquetChunk chunk;
        in.Struct([&](int16_t chunk_id, Field chunk_type) {
          if (chunk_id != 3) return in.Skip(chunk_type);
          in.Struct([&](int16_t part, Field part_type) {
            if (part == 4)
              chunk.codec = static_cast<int>(in.Integer());
            else if (part == 6)
              chunk.uncompressed = static_cast<uint64_t>(std::max<int64_t>(0, in.Integer()));
            else if (part == 7)
              chunk.compressed = static_cast<uint64_t>(std::max<int64_t>(0, in.Integer()));
            else if (part == 12)
              ReadStatistics(in, chunk);
            else
              in.Skip(part_type);
          });
        });
        group.chunks.push_back(std::move(chunk));
      });
    } else if (id == 3) {
      group.rows = static_cast<uint64_t>(std::max<int64_t>(0, in.Integer()));
    } else {
      in.Skip(type);
    }
  });
  return group;
}

const char* UnreadCodec(int codec) {
  return codec == 3 ? "LZO" : codec == 5 ? "LZ4 in Hadoop's frames" : codec < 0 || codec > 7 ? "an unknown codec" : "";
}

}  // namespace

Type TypeOfForm(ParquetForm form) {
  switch (form) {
    case ParquetForm::kBool:
      return Type::kBool;
    case ParquetForm::kInteger:
      return Type::kLong;
    case ParquetForm::kReal:
    case ParquetForm::kFloat:
      return Type::kReal;
    case ParquetForm::kUnsigned64:
    case ParquetForm::kDecimal:
      return Type::kDecimal;
    case ParquetForm::kDate:
    case ParquetForm::kTimestampMicros:
    case ParquetForm::kTimestampNanos:
      return Type::kDateTime;
    case ParquetForm::kTimeOfDay:
      return Type::kTimeSpan;
    case ParquetForm::kUuid:
      return Type::kGuid;
    case ParquetForm::kJson:
    case ParquetForm::kNested:
      return Type::kDynamic;
    default:
      return Type::kString;
  }
}

const ParquetColumn* ParquetFooter::Find(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

Result<ParquetFooter> ParseParquetFooter(std::string_view bytes, const std::string& path) {
  ParquetFooter footer;
  std::vector<Element> elements;
  bool encrypted = false;
  CompactReader in(bytes);
  in.Struct([&](int16_t id, Field type) {
    if (id == 2) {
      in.List([&](Field) { elements.push_back(ReadElement(in)); });
    } else if (id == 3) {
      footer.rows = static_cast<uint64_t>(std::max<int64_t>(0, in.Integer()));
    } else if (id == 4) {
      in.List([&](Field) { footer.row_groups.push_back(ReadRowGroup(in)); });
    } else if (id == 5) {
      in.List([&](Field) {
        std::string_view key, value;
        in.Struct([&](int16_t part, Field part_type) {
          if (part == 1)
            key = in.Binary();
          else if (part == 2)
            value = in.Binary();
          else
            in.Skip(part_type);
        });
        footer.metadata.insert_or_assign(std::string(key), std::string(value));
      });
    } else if (id == 8) {
      encrypted = true;
      in.Skip(type);
    } else {
      in.Skip(type);
    }
  });
  SchemaReader schema(elements);
  if (in.failed() || !schema.Read(footer.columns)) return Error{path + ": the Parquet footer is damaged"};
  if (encrypted) return Error{path + ": the Parquet file is encrypted, which is not read"};
  uint64_t rows = 0;
  for (ParquetRowGroup& group : footer.row_groups) {
    group.first_row = rows;
    rows += group.rows;
    if (group.chunks.size() != static_cast<size_t>(schema.leaves()) || rows > footer.rows)
      return Error{path + ": the Parquet footer is damaged: row groups do not fit the schema"};
    for (const ParquetChunk& chunk : group.chunks) {
      if (const char* codec = UnreadCodec(chunk.codec); *codec != '\0')
        return Error{path + ": the Parquet file is compressed with " + codec + ", which is not read"};
    }
  }
  if (rows != footer.rows)
    return Error{path + ": the Parquet footer is damaged: row groups hold other rows than it says"};
  std::vector<std::string> names;
  for (const ParquetColumn& column : footer.columns) names.push_back(AsciiLowered(column.name));
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    return Error{path + ": several columns are named `" + *twice + "`, apart from upper and lower case"};
  return footer;
}

Result<ParquetFooter> ReadParquetFooter(const std::string& path) {
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  const uint64_t size = file->size();
  char frame[kFrameBytes] = {};
  char magic[4] = {};
  const Result<size_t> head = file->ReadAt(0, magic, sizeof magic);
  if (!head) return head.error();
  if (std::memcmp(magic, "PARE", 4) == 0) return Error{path + ": the Parquet file is encrypted, which is not read"};
  if (std::memcmp(magic, "PAR1", 4) != 0) return Error{path + ": no Parquet file: it does not begin with PAR1"};
  if (size < kFrameBytes + sizeof magic) return Error{path + ": the Parquet file is cut off"};
  const Result<size_t> tail = file->ReadAt(size - kFrameBytes, frame, kFrameBytes);
  if (!tail) return tail.error();
  if (std::memcmp(frame + 4, "PAR1", 4) != 0)
    return Error{path + ": the Parquet file is cut off: it does not end with PAR1"};
  uint32_t length = 0;
  std::memcpy(&length, frame, sizeof length);  // little-endian, as all machines that Quarry runs on
  if (length > size - kFrameBytes - sizeof magic || length > kMostFooterBytes)
    return Error{path + ": the Parquet footer is damaged: it would be longer than the file"};
  std::string bytes(length, '\0');
  const Result<size_t> got = file->ReadAt(size - kFrameBytes - length, bytes.data(), bytes.size());
  if (!got) return got.error();
  if (*got != bytes.size()) return Error{path + ": the file became shorter while it was read"};
  return ParseParquetFooter(bytes, path);
}

}  // namespace quarry
