// The values of a pack.yaml that fits its shape.
// Thread rule: pure function.
#pragma once

#include "packs/pack.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

// REQUIRES: CheckShape(document, PackShape()) was true.
void ReadPack(const yaml::Node& document, Pack& pack);

}  // namespace quarry
