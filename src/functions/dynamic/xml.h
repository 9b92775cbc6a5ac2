// XML as the JSON that parse_xml() gives. No entity but the five of XML and character references is known; document
// types are passed over and never read.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace quarry {

// nullopt when `xml` is not one well-formed element, with a prologue or not.
std::optional<std::string> XmlAsJson(std::string_view xml);

}  // namespace quarry
