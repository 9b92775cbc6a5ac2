// Damaged zip archives: the directory and every member it names.
#include <string>
#include <vector>

#include "base/check.h"
#include "memory_file.h"
#include "readers/codec/zip_archive.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  using namespace std::string_view_literals;
  static constexpr std::string_view kSeeds[] = {
      // A deflated member `a` (hihihihi) and a stored one `b` (hi).
      "PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0J\xe2Y(\x06\0\0\0\x08\0\0\0\x01\0\0\0a\xcb\xc8\xcc\0C\0PK\x03\x04"
      "\x14\0\0\0\0\0\0\0\0\0\xac*\x93\xd8\x02\0\0\0\x02\0\0\0\x01\0\0\0bhiPK\x01\x02\x14\0\x14\0\0\0\x08\0"
      "\0\0\0\0J\xe2Y(\x06\0\0\0\x08\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0aPK\x01\x02\x14\0\x14\0\0\0"
      "\0\0\0\0\0\0\xac*\x93\xd8\x02\0\0\0\x02\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0%\0\0\0bPK\x05\x06\0\0\0"
      "\0\x02\0\x02\0^\0\0\0F\0\0\0\0\0"sv,
      // Zip64: a stored member `b` (hi) whose numbers stand in a field of its entry.
      "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\xac*\x93\xd8\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0bhiPK\x01\x02"
      "\x14\0\x14\0\0\0\0\0\0\0\0\0\xac*\x93\xd8\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\x1c\0\0\0\0\0\0\0\0"
      "\0\0\0\xff\xff\xff\xff\x62\x01\0\x18\0\x02\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0PK\x06\x06"
      ",\0\0\0\0\0\0\0-\0-\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0K\0\0\0\0\0\0\0!\0\0\0\0\0"
      "\0\0PK\x06\x07\0\0\0\0l\0\0\0\0\0\0\0\x01\0\0\0PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff"
      "\xff\xff\xff\xff\0\0"sv,
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  constexpr size_t kMost = 1u << 20;
  static quarry::fuzz::MemoryFile file;
  const std::string path = file.With(data, size);
  const Result<ZipDirectory> directory = ListZipArchive(path);
  if (!directory) return 0;
  std::string text(4096, '\0');
  for (size_t i = 0; i < directory->members.size(); ++i) {
    const ZipMember& member = directory->members[i];
    QUARRY_CHECK(!member.name.empty() && member.packed_bytes <= size && member.header_offset <= size);
    QUARRY_CHECK(i == 0 || directory->members[i - 1].name < member.name);
    const Result<std::unique_ptr<ByteStream>> stream = OpenZipMember(path, member);
    std::string failure;
    uint64_t made = 0;
    while (stream && made < kMost && failure.empty()) {
      const size_t got = ReadFully(**stream, text.data(), text.size(), &failure);
      made += got;
      if (got < text.size()) break;
    }
    if (stream) QUARRY_CHECK((*stream)->bytes_read() <= size);
    // Bytes that were given out without a word are as many as the entry says, unless they were unpacked once more.
    QUARRY_CHECK(failure.empty() || failure.starts_with(path));
  }
  return 0;
}
