// QUARRY_DEFINE(Type, kName) = {...};  defines a constant with external linkage that a generated registry
// (cmake/Registries.cmake) finds by this very line. At column 0, one a line.
#pragma once

#define QUARRY_DEFINE(type, name) \
  extern const type name;         \
  const type name
