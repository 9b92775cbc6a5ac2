// A YAML tree as bytes, for the build to keep. Texts that stand in the source as they are stay there.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "syntax/yaml/yaml.h"

namespace quarry {

std::string EncodeTree(const yaml::Node& root, std::string_view text);
// REQUIRES: `tree` is EncodeTree's, made from the same `text`. Spans point into `source`.
yaml::Node DecodeTree(std::string_view tree, std::string_view text, uint16_t source);

}  // namespace quarry
