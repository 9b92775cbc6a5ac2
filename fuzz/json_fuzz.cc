// JSON as `dynamic` holds it, and its path finder against the parsed tree.
#include "base/arena.h"
#include "base/check.h"
#include "target.h"
#include "types/json.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      R"({"a":{"b":[1,-2.5e3,null,true,"x\u0041\\\"\/"]},"c.d":"e","a":2,"":[{"b":{}}]})",
      R"([ {"a" : 1 , "b" : [ [ ] , { } ] } , "\ud83d\ude00" , 12345678901234567890 ])",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Arena arena;
  const JsonNode* node = ParseJson(text, arena);
  const std::vector<JsonStep> path = {{false, 0, "a"}, {false, 0, "b"}, {true, 0, ""}};
  (void)FindJsonPath(text, path);
  if (node == nullptr) return 0;
  // Writing and reading again must not change it.
  std::string once;
  AppendJson(*node, once);
  const JsonNode* again = ParseJson(once, arena);
  QUARRY_CHECK(again != nullptr);
  std::string twice;
  AppendJson(*again, twice);
  QUARRY_CHECK(once == twice);
  return 0;
}
