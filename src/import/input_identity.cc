// External entry: IdentifyInput.
#include "import/input_identity.h"

#include <sys/stat.h>
#include <xxhash.h>

#include <filesystem>

#include "readers/codec/open_file.h"
#include "readers/codec/zip_archive.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kFingerprintPart = 64 << 10;
constexpr uint64_t kFingerprintParts = 16;

}  // namespace

Result<ImportedInput> IdentifyInput(const std::string& path) {
  ImportedInput input;
  input.path = path;
  if (path == "-") return input;
  std::error_code error;
  input.path = std::filesystem::absolute(path, error).lexically_normal().string();
  const std::optional<ZipPath> member = SplitZipPath(path);
  const std::string on_disk = member ? member->archive : path;
  Result<OpenFile> file = OpenFile::Open(on_disk);
  if (!file) return file.error();
  struct stat status;
  if (stat(on_disk.c_str(), &status) == 0)
    input.modified = kUnixEpochTicks + status.st_mtim.tv_sec * kTicksPerSecond + status.st_mtim.tv_nsec / 100;
  input.bytes = file->size();
  // The beginning, the end and places between: enough to tell telemetry apart, and cheap for files of any size.
  std::string parts, part(kFingerprintPart, '\0');
  for (uint64_t i = 0; i < kFingerprintParts; ++i) {
    const uint64_t last = input.bytes > part.size() ? input.bytes - part.size() : 0;
    const Result<size_t> got = file->ReadAt(last / (kFingerprintParts - 1) * i, part.data(), part.size());
    if (!got) return got.error();
    parts.append(part, 0, *got);
    if (last == 0) break;
  }
  const uint64_t tail_at = input.bytes > part.size() ? input.bytes - part.size() : 0;
  const Result<size_t> tail = file->ReadAt(tail_at, part.data(), part.size());
  if (!tail) return tail.error();
  parts.append(part, 0, *tail);
  parts += std::to_string(input.bytes);
  if (member) parts += "/" + member->member;
  const XXH128_hash_t hash = XXH3_128bits(parts.data(), parts.size());
  for (const uint64_t half : {hash.high64, hash.low64}) {
    for (int shift = 60; shift >= 0; shift -= 4) input.fingerprint += "0123456789abcdef"[half >> shift & 15];
  }
  return input;
}

}  // namespace quarry
