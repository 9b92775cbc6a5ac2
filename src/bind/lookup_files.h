// Lookup files: what queries name as a file, a watch list or an address (CQL match(file=) and readFile(), KQL
// externaldata and _GetWatchlist()), and the databases that geolocation asks. They are read from the folders that are
// meant for them and from nowhere else: a query comes from outside and must neither reach other files nor the network.
// Thread rule: pure functions; files are read by the calling thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"

namespace quarry {

struct LookupRequest {
  std::vector<std::string> names;  // relative paths, the ones to be preferred first
  std::string shown;               // how messages call it: "lookup file `assets.csv`"
  Span span;
  size_t largest = size_t{64} << 20;  // bytes
};

struct LookupText {
  std::string name;  // one of the request's
  std::string text;
};

struct LookupFolders {
  std::string_view query;   // the name of the query's text; files are looked for beside it
  std::string_view folder;  // of lookup files; "": none
};

// The first file that is there: by name first, then by folder (beside the query, `folder`/lookups, `folder`). Names
// that lead out of these folders are never read. nullopt after a diagnostic (Q0601).
std::optional<LookupText> ReadLookup(const LookupRequest& request, const LookupFolders& folders,
                                     DiagnosticList& diagnostics);
// The path of the file that ReadLookup would read; nullopt when there is none.
std::optional<std::string> FindLookup(const LookupRequest& request, const LookupFolders& folders);

// The database in MaxMind's format that geolocation asks, among the lookup files. nullopt after a diagnostic at `span`;
// "" where it is not there and `may_miss`.
enum class IpDatabaseKind : unsigned char { kCity, kNetwork };
std::optional<std::string> FindIpDatabase(IpDatabaseKind kind, Span span, const LookupFolders& folders, bool may_miss,
                                          DiagnosticList& diagnostics);

// Cuts `text` into records of cells at `delimiter` and line ends outside of quotes (RFC 4180; "\n", "\r\n"). Lines
// without any character are records of one empty cell.
class DelimitedRecords {
 public:
  // A byte order mark is passed over. `text` must outlive this.
  DelimitedRecords(std::string_view text, char delimiter);
  bool Next(std::vector<std::string>* cells);  // false at the end

 private:
  std::string_view text_;
  size_t at_ = 0;
  char delimiter_;
};

}  // namespace quarry
