// What fields hold, by name.
#include "base/ascii.h"
#include "lint/text_test.h"

namespace quarry {
namespace {

struct Named {
  std::string_view name;
  FieldKind kind;
};

// Lower case. Names that mean different things in different tables (Name, Url, Domain) are left out.
constexpr Named kFields[] = {
    {"remoteurl", FieldKind::kHost},
    {"dnsquerystring", FieldKind::kHost},
    {"dnsquery", FieldKind::kHost},
    {"queryname", FieldKind::kHost},
    {"domainname", FieldKind::kHost},
    {"destinationhostname", FieldKind::kHost},
    {"urldomain", FieldKind::kHost},
    {"cs-host", FieldKind::kHost},
    {"fqdn", FieldKind::kHost},
    {"remotehostname", FieldKind::kHost},
    {"initiatingprocessfilename", FieldKind::kProcessName},
    {"initiatingprocessparentfilename", FieldKind::kProcessName},
    {"contextbasefilename", FieldKind::kProcessName},
    {"parentbasefilename", FieldKind::kProcessName},
    {"imagefilename", FieldKind::kProcessPath},
    {"parentimagefilename", FieldKind::kProcessPath},
    {"image", FieldKind::kProcessPath},
    {"parentimage", FieldKind::kProcessPath},
    {"sourceimage", FieldKind::kProcessPath},
    {"targetimage", FieldKind::kProcessPath},
    {"newprocessname", FieldKind::kProcessPath},
    {"parentprocessname", FieldKind::kProcessPath},
    {"initiatingprocessfolderpath", FieldKind::kProcessPath},
    {"commandline", FieldKind::kCommandLine},
    {"parentcommandline", FieldKind::kCommandLine},
    {"processcommandline", FieldKind::kCommandLine},
    {"initiatingprocesscommandline", FieldKind::kCommandLine},
    {"folderpath", FieldKind::kPath},
    {"targetfilename", FieldKind::kPath},
    {"filepath", FieldKind::kPath},
    {"imageloaded", FieldKind::kPath},
};

bool IsDomainCharacter(char c) {
  return IsAsciiAlnum(c) || c == '-' || c == '_';
}

}  // namespace

FieldKind FieldKindOf(std::string_view field) {
  const std::string name =
      AsciiLowered(field.substr(field.rfind('.') == std::string_view::npos ? 0 : field.rfind('.') + 1));
  for (const Named& entry : kFields) {
    if (name == entry.name) return entry.kind;
  }
  return FieldKind::kOther;
}

bool LooksLikeDomain(std::string_view text) {
  if (text.starts_with("*")) text.remove_prefix(1);
  if (text.starts_with(".")) text.remove_prefix(1);
  if (text.ends_with(".")) text.remove_suffix(1);
  const size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const std::string_view top = text.substr(dot + 1);
  if (top.size() < 2) return false;
  for (const char c : top) {
    if (!IsAsciiAlpha(c)) return false;
  }
  // Names of files look the same.
  for (const std::string_view file :
       {"exe", "dll", "ps",   "bat", "cmd", "vbs", "js",  "jar", "txt", "zip", "php", "html",
        "sys", "lnk", "aspx", "asp", "jsp", "dat", "png", "jpg", "hta", "msi", "rar"}) {
    if (EqualsIgnoreAsciiCase(top, file)) return false;
  }
  char previous = '.';
  for (const char c : text) {
    if (c == '.' ? previous == '.' : !IsDomainCharacter(c)) return false;
    previous = c;
  }
  return true;
}

}  // namespace quarry
