// The names of all functions that CQL knows, whether Quarry runs them or not.
#pragma once

#include <span>
#include <string_view>

namespace quarry::cql {

// Sorted. Spelled as the documentation does; the language ignores case.
std::span<const std::string_view> CatalogueFunctions();
// `name` in any case.
bool IsCatalogueFunction(std::string_view name);

}  // namespace quarry::cql
