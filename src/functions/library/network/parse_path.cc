// The parts of a file path: `Scheme`, `RootPath`, `DirectoryPath`, `DirectoryName`, `Filename`, `Extension`,
// `AlternateDataStreamName`.
#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view path = args[0].text, scheme, root, stream;
  if (const size_t at = path.find("://"); at != std::string_view::npos && path.find_first_of("/\\") == at + 1) {
    scheme = path.substr(0, at);
    path.remove_prefix(at + 3);
  }
  if (path.size() > 1 && IsAsciiAlpha(path[0]) && path[1] == ':') root = path.substr(0, 2);
  const size_t slash = path.find_last_of("/\\");
  std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  std::string_view directory = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  if (const size_t colon = file.find(':'); colon != std::string_view::npos && slash != std::string_view::npos) {
    stream = file.substr(colon + 1);
    file = file.substr(0, colon);
  }
  const size_t above = directory.find_last_of("/\\");
  const std::string_view name = above == std::string_view::npos ? directory : directory.substr(above + 1);
  const size_t dot = file.rfind('.');
  std::string out;
  const auto member = [&](std::string_view key, std::string_view text) {
    out += out.empty() ? '{' : ',';
    AppendJsonString(key, out);
    out += ':';
    AppendJsonString(text, out);
  };
  member("Scheme", scheme);
  member("RootPath", root);
  member("DirectoryPath", directory);
  member("DirectoryName", name == root ? std::string_view() : name);
  member("Filename", file);
  member("Extension", dot == std::string_view::npos ? std::string_view() : file.substr(dot + 1));
  member("AlternateDataStreamName", stream);
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParsePathFunction) = {
    .name = "parse_path",
    .spelled = {{Lang::kKql, "parse_path"}},
    .signature = "(path: string) -> dynamic",
    .doc =
        "The parts of a file path: `Scheme`, `RootPath`, `DirectoryPath`, `DirectoryName`, `Filename`, "
        "`Extension`, `AlternateDataStreamName`.",
    .example = "T | extend Dir = tostring(parse_path(FolderPath).DirectoryName)",
    .kernel = Run,
};

}  // namespace quarry
