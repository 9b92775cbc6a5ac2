// Shape: what a YAML file of a package may hold. One description is read by everything that must agree: the check of
// files before they are read, the JSON Schema for editors, and the reference page.
// Thread rule: shapes are constants; the functions are pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

struct Member;

struct Shape {
  enum class Kind : uint8_t {
    kText,       // any scalar that is not empty
    kWord,       // one of `words`, or, with `find`, what it accepts
    kBoolean,    //
    kInteger,    // from `least` to `most`
    kFormat,     // an integer that must be `most`: the version of the file's form
    kDate,       // 2026-03-02
    kTime,       // 2026-03-02T12:00:00Z, or a date
    kVersion,    // 1.2.3
    kDuration,   // 5m, 24h, 14d
    kId,         // letters, digits, ".", "_", "-"
    kGuid,       // 8-4-4-4-12 hexadecimal digits
    kUrl,        // http or https
    kPath,       // below the package's folder, with "/"
    kTactic,     // of ATT&CK: "TA0011" or "command-and-control"
    kTechnique,  // of ATT&CK: "T1583.007"
    kAny,        // whatever its reader accepts
    kList,       // of `item`, not empty
    kMap,        // any names, values of `item`
    kMapping,    // `members`
    kEither,     // a list of `item`, or a single one
    kTextOr,     // a text, or `item`
  };
  Kind kind = Kind::kText;
  std::span<const std::string_view> words = {};
  const Shape* item = nullptr;
  std::span<const Member> members = {};
  int64_t least = 0, most = 0;
  bool may_be_empty = false;  // kText, kList
};

struct Member {
  std::string_view name;
  const Shape* shape;
  bool required;
  std::string_view doc;  // one sentence without a full stop
};

// Reports what does not fit, everything in one run: Q0503 at its place, with what would fit. True when all fits.
bool CheckShape(const yaml::Node& node, const Shape& shape, DiagnosticList& diagnostics);

// Reads a file into `sources`: one document that fits the shape. What is wrong is reported.
FailureOr<yaml::Node> LoadDocument(const std::string& path, const Shape& shape, SourceMap& sources,
                                   DiagnosticList& diagnostics);

// Seconds of a kDuration, or 0 when the text is none.
int64_t DurationSeconds(std::string_view text);
bool IsDate(std::string_view text);
bool IsUrl(std::string_view text);

// A kind of file, by the name that `quarry pack schema` takes.
struct FileSchema {
  std::string_view name;     // "pack"
  std::string_view title;    // "Quarry detection package"
  std::string_view pattern;  // which files: "pack.yaml"
  const Shape* shape;
};
std::span<const FileSchema> AllFileSchemas();

// A JSON Schema (draft 7) with a line end.
std::string JsonSchemaOf(const FileSchema& schema);
// Tables of members in Markdown, one for each mapping, by its path.
std::string MarkdownOf(const FileSchema& schema);

}  // namespace quarry
