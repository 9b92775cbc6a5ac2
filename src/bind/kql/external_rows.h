// The rows of a text that `externaldata` names, by the formats that Kusto takes data in. Meaning after the
// documentation of externaldata and of data formats supported for ingestion. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/rel.h"

namespace quarry {

struct ExternalFormat {
  // kLines: a line a row, in the first column; lines without a character are passed over. kRaw: the whole text is one
  // value. kJson: objects, one behind the other or in arrays, whose members go to the columns of their names.
  enum class Kind : uint8_t { kDelimited, kLines, kRaw, kJson };
  Kind kind = Kind::kDelimited;
  char delimiter = ',';
};

// By Kusto's name ("csv", "multijson", any case); nullopt when it is not known or not supported.
std::optional<ExternalFormat> FindExternalFormat(std::string_view name);
// What FindExternalFormat knows, for messages.
std::string_view ExternalFormatNames();

// A row is a text for each of `columns`, by place (kJson: by name); nullopt where there is none. Texts of dynamic
// columns are JSON or plain text. Cells beyond the columns are left out. `skip_first`: not the first record.
// Errors: text that is not of the format, with its line.
Result<std::vector<std::vector<std::optional<std::string>>>> ExternalRows(std::string_view text,
                                                                          const ExternalFormat& format,
                                                                          const std::vector<OutputColumn>& columns,
                                                                          bool skip_first);

}  // namespace quarry
