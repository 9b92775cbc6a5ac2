// Shapes as JSON Schema. The single entry is JsonSchemaOf.
#include "packs/schema/shape.h"
#include "types/json.h"

namespace quarry {
namespace {

// Regular expressions that editors apply; the check of Quarry is at least as strict.
std::string_view PatternOf(Shape::Kind kind) {
  switch (kind) {
    case Shape::Kind::kDate:
      return "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    case Shape::Kind::kTime:
      return "^[0-9]{4}-[0-9]{2}-[0-9]{2}";
    case Shape::Kind::kVersion:
      return "^[0-9]+[.][0-9]+[.][0-9]+$";
    case Shape::Kind::kDuration:
      return "^[0-9]+[smhd]$";
    case Shape::Kind::kId:
      return "^[A-Za-z0-9][A-Za-z0-9._-]*$";
    case Shape::Kind::kGuid:
      return "^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$";
    case Shape::Kind::kUrl:
      return "^https?://[A-Za-z0-9][!#-;=?-~]*$";
    case Shape::Kind::kPath:
      return "^[^/\\\\][^\\\\]*$";
    case Shape::Kind::kTechnique:
      return "^(attack[.])?[Tt][0-9]{4}([.][0-9]{3})?$";
    default:
      return {};
  }
}

class SchemaWriter {
 public:
  std::string text;

  // The members of the object that describes `shape`, each on its own line.
  void Body(const Shape& shape, int depth);

 private:
  void Line(int depth, std::string_view name, bool first = false) {
    if (!first) text += ",";
    text += '\n';
    text.append(static_cast<size_t>(depth) * 2, ' ');
    AppendJsonString(name, text);
    text += ": ";
  }
  void Object(const Shape& shape, std::string_view doc, int depth);
  void Type(std::string_view type, int depth) {
    Line(depth, "type", true);
    AppendJsonString(type, text);
  }
  void Close(int depth) {
    text += '\n';
    text.append(static_cast<size_t>(depth) * 2, ' ');
    text += '}';
  }
  void Mapping(const Shape& shape, int depth);
  void Alternatives(const Shape& one, const Shape& other, int depth);
};

void SchemaWriter::Object(const Shape& shape, std::string_view doc, int depth) {
  text += '{';
  Body(shape, depth + 1);
  if (!doc.empty()) {
    Line(depth + 1, "description", shape.kind == Shape::Kind::kAny);
    AppendJsonString(doc, text);
  }
  Close(depth);
}

void SchemaWriter::Mapping(const Shape& shape, int depth) {
  Type("object", depth);
  Line(depth, "additionalProperties");
  text += "false";
  std::string required;
  for (const Member& member : shape.members) {
    if (!member.required) continue;
    if (!required.empty()) required += ", ";
    AppendJsonString(member.name, required);
  }
  if (!required.empty()) {
    Line(depth, "required");
    text += '[' + required + ']';
  }
  Line(depth, "properties");
  text += '{';
  bool first = true;
  for (const Member& member : shape.members) {
    Line(depth + 1, member.name, first);
    first = false;
    Object(*member.shape, member.doc, depth + 1);
  }
  Close(depth);
}

void SchemaWriter::Alternatives(const Shape& one, const Shape& other, int depth) {
  Line(depth, "anyOf", true);
  text += '[';
  Object(one, {}, depth);
  text += ", ";
  Object(other, {}, depth);
  text += ']';
}

void SchemaWriter::Body(const Shape& shape, int depth) {
  switch (shape.kind) {
    case Shape::Kind::kAny:
      return;
    case Shape::Kind::kMapping:
      return Mapping(shape, depth);
    case Shape::Kind::kMap:
      Type("object", depth);
      Line(depth, "additionalProperties");
      return Object(*shape.item, {}, depth);
    case Shape::Kind::kList:
      Type("array", depth);
      if (!shape.may_be_empty) {
        Line(depth, "minItems");
        text += '1';
      }
      Line(depth, "items");
      return Object(*shape.item, {}, depth);
    case Shape::Kind::kEither:
      return Alternatives(*shape.item, {.kind = Shape::Kind::kList, .item = shape.item}, depth);
    case Shape::Kind::kTextOr:
      return Alternatives({.kind = Shape::Kind::kText}, *shape.item, depth);
    case Shape::Kind::kBoolean:
      return Type("boolean", depth);
    case Shape::Kind::kInteger:
      Type("integer", depth);
      Line(depth, "minimum");
      text += std::to_string(shape.least);
      Line(depth, "maximum");
      text += std::to_string(shape.most);
      return;
    case Shape::Kind::kFormat:
      Line(depth, "const", true);
      text += std::to_string(shape.most);
      return;
    case Shape::Kind::kWord: {
      Line(depth, "enum", true);
      text += '[';
      for (size_t i = 0; i < shape.words.size(); ++i) {
        if (i > 0) text += ", ";
        AppendJsonString(shape.words[i], text);
      }
      text += ']';
      return;
    }
    case Shape::Kind::kText:
      // YAML reads unquoted numbers and truth values as such; as texts they are fine.
      Line(depth, "type", true);
      text += shape.may_be_empty ? R"(["string", "number", "boolean", "null"])" : R"(["string", "number", "boolean"])";
      if (!shape.may_be_empty) {
        Line(depth, "minLength");
        text += '1';
      }
      return;
    default: {
      Type("string", depth);
      const std::string_view pattern = PatternOf(shape.kind);
      if (pattern.empty()) return;
      Line(depth, "pattern");
      AppendJsonString(pattern, text);
    }
  }
}

}  // namespace

std::string JsonSchemaOf(const FileSchema& schema) {
  SchemaWriter writer;
  writer.text = "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": ";
  AppendJsonString(schema.title, writer.text);
  writer.text += ',';
  writer.Body(*schema.shape, 1);
  return writer.text + "\n}\n";
}

}  // namespace quarry
