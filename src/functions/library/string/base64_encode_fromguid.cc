// The bytes of the guid as base64, its first three groups from the lowest byte on.
#include "functions/function_def.h"
#include "functions/text/base64.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

// Where the 16 bytes stand in the text 00112233-4455-6677-8899-aabbccddeeff.
constexpr size_t kPlaces[] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};

int HexDigit(char c) {
  return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string bytes;
  for (const size_t at : kPlaces)
    bytes += static_cast<char>(HexDigit(args[0].text[at]) << 4 | HexDigit(args[0].text[at + 1]));
  std::string out;
  AppendBase64(bytes, out);
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBase64EncodeFromguidFunction) = {
    .name = "base64_encode_fromguid",
    .spelled = {{Lang::kKql, "base64_encode_fromguid"}},
    .signature = "(value: guid) -> string",
    .doc = "The bytes of the guid as base64, its first three groups from the lowest byte on.",
    .example = "T | extend Id = base64_encode_fromguid(CorrelationId)",
    .kernel = Run,
};

}  // namespace quarry
