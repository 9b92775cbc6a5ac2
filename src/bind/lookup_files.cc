#include "bind/lookup_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/utf8.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

// A name from a query stays below the folders that are meant for lookups.
bool IsInside(const fs::path& relative) {
  return relative.is_relative() && !relative.empty() && *relative.begin() != "..";
}

struct Place {
  std::string name;
  fs::path path;
};

std::vector<Place> PlacesOf(const LookupRequest& request, const LookupFolders& folders) {
  std::vector<Place> places;
  for (const std::string& name : request.names) {
    const fs::path relative = fs::path(name).lexically_normal();
    if (!IsInside(relative)) continue;
    places.push_back({name, fs::path(folders.query).parent_path() / relative});
    if (folders.folder.empty()) continue;
    places.push_back({name, fs::path(folders.folder) / "lookups" / relative});
    places.push_back({name, fs::path(folders.folder) / relative});
  }
  return places;
}

const Place* FindPlace(const std::vector<Place>& places) {
  for (const Place& place : places) {
    std::error_code error;
    if (fs::is_regular_file(place.path, error)) return &place;
  }
  return nullptr;
}

// Each byte that is no UTF-8 becomes U+FFFD, as in telemetry.
std::string Mended(std::string text) {
  size_t at = ValidUtf8Size(text);
  if (at == text.size()) return text;
  std::string mended = text.substr(0, at);
  while (at < text.size()) {
    const size_t start = at;
    if (NextCodePoint(text, at) >= 0) {
      mended.append(text, start, at - start);
    } else {
      mended += "\xEF\xBF\xBD";
      at++;
    }
  }
  return mended;
}

}  // namespace

std::optional<std::string> FindLookup(const LookupRequest& request, const LookupFolders& folders) {
  const std::vector<Place> places = PlacesOf(request, folders);
  const Place* place = FindPlace(places);
  if (place == nullptr) return std::nullopt;
  return place->path.string();
}

std::optional<std::string> FindIpDatabase(IpDatabaseKind kind, Span span, const LookupFolders& folders, bool may_miss,
                                          DiagnosticList& diagnostics) {
  const bool city = kind == IpDatabaseKind::kCity;
  LookupRequest request;
  if (city)
    request.names = {"GeoIP2-City.mmdb", "GeoLite2-City.mmdb", "dbip-city-lite.mmdb", "IpLocationDb.mmdb"};
  else
    request.names = {"GeoIP2-ISP.mmdb", "GeoLite2-ASN.mmdb", "dbip-asn-lite.mmdb", "AsnDb.mmdb"};
  if (std::optional<std::string> path = FindLookup(request, folders)) return path;
  if (may_miss) return std::string();
  Diagnostic& error = diagnostics.Add(
      Code::Q0601, span, city ? "no database of places of addresses" : "no database of networks of addresses");
  error.label = "looked for beside the query and in the folder of lookup files (`--lookups`)";
  error.hints.push_back("put `" + request.names[1] + "` there, or a file of its form: `" + request.names[0] + "`, `" +
                        request.names[2] + "`, `" + request.names[3] + "`");
  return std::nullopt;
}

std::optional<LookupText> ReadLookup(const LookupRequest& request, const LookupFolders& folders,
                                     DiagnosticList& diagnostics) {
  const std::vector<Place> places = PlacesOf(request, folders);
  const Place* place = FindPlace(places);
  if (place == nullptr) {
    diagnostics.Add(Code::Q0601, request.span, "no " + request.shown).label =
        places.empty() ? "only files below these folders are read"
                       : "looked for beside the query and in the folder of lookup files (`--lookups`)";
    return std::nullopt;
  }
  std::error_code error;
  if (const uintmax_t size = fs::file_size(place->path, error); !error && size > request.largest) {
    diagnostics
        .Add(Code::Q0601, request.span,
             request.shown + " is larger than " + std::to_string(request.largest >> 20) + " MiB")
        .label = "too large";
    return std::nullopt;
  }
  std::ifstream in(place->path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) {
    diagnostics.Add(Code::Q0601, request.span, request.shown + " cannot be read").label = "not readable";
    return std::nullopt;
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    diagnostics.Add(Code::Q0603, request.span, request.shown + " is UTF-16").label = "save it as UTF-8";
    return std::nullopt;
  }
  return LookupText{place->name, Mended(std::move(text))};
}

DelimitedRecords::DelimitedRecords(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

bool DelimitedRecords::Next(std::vector<std::string>* cells) {
  cells->clear();
  if (at_ >= text_.size()) return false;
  std::string cell;
  bool quoted = false;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        cell += '"';
        ++at_;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == delimiter_) {
      cells->push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      cell += c;
    }
  }
  cells->push_back(std::move(cell));
  return true;
}

}  // namespace quarry
