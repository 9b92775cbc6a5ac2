// External entries: FindReader, RecognizeFile.
#include <sys/stat.h>

#include <string>
#include <utility>

#include "base/ascii.h"
#include "index/format.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/open_file.h"
#include "readers/codec/read_once.h"
#include "readers/codec/zip_archive.h"
#include "readers/reader.h"

namespace quarry {

namespace {
constexpr size_t kHeadBytes = 64 << 10;
constexpr int kPlausible = 50;

bool EndsWithIgnoringCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualsIgnoreAsciiCase(text.substr(text.size() - end.size()), end);
}

std::string_view WithoutCodecSuffix(std::string_view path) {
  for (const std::string_view suffix : {".gz", ".gzip", ".zst", ".zstd"}) {
    if (EndsWithIgnoringCase(path, suffix)) return path.substr(0, path.size() - suffix.size());
  }
  return path;
}

bool HasExtension(std::string_view path, std::string_view extensions) {
  while (!extensions.empty()) {
    const size_t space = extensions.find(' ');
    const std::string_view one = extensions.substr(0, space);
    if (!one.empty() && EndsWithIgnoringCase(path, "." + std::string(one))) return true;
    extensions.remove_prefix(space == std::string_view::npos ? extensions.size() : space + 1);
  }
  return false;
}

// What the head of a file that no reader wants looks like.
std::string DescribeUnknown(std::string_view head) {
  if (head.empty()) return "empty";
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) return "UTF-16 text, which is not read; UTF-8 is";
  if (head.starts_with("#separator ")) return "a Zeek log in columns, which is not read; Zeek's JSON logs are";
  if (head.starts_with("PK\x03\x04")) return "a zip archive; its members are read where its name ends in .zip";
  if (head.starts_with(std::string_view(kIndexMagic, sizeof(kIndexMagic))))
    return "a side index of `quarry index`, which is about telemetry but none";
  if (head.find('\0') != std::string_view::npos) return "binary data that no reader knows";
  return "text that no reader knows";
}
}  // namespace

const ReaderDef* FindReader(std::string_view name) {
  for (const ReaderDef* reader : AllReaders()) {
    if (reader->name == name) return reader;
  }
  return nullptr;
}

Result<Recognized> RecognizeFile(const std::string& path, std::string_view forced_reader) {
  Recognized out;
  out.file.path = path;
  if (!forced_reader.empty()) {
    out.reader = FindReader(forced_reader);
    if (out.reader == nullptr) return Error{"no reader is called `" + std::string(forced_reader) + "`"};
    out.why = "as stated";
  }
  std::string head(kHeadBytes, '\0');
  bool is_whole = false;
  if (const std::optional<ZipPath> member = SplitZipPath(path)) {
    const Result<uint64_t> bytes = ZipMemberBytes(*member);
    if (!bytes) return bytes.error();
    out.file.bytes = *bytes;
    out.file.codec = Codec::kZip;
  } else if (IsReadOnce(path)) {
    out.file.read_once = true;
    Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(path, Codec::kPlain);
    if (!stream) return stream.error();
    std::string failed;
    const size_t got = ReadFully(**stream, head.data(), head.size(), &failed);
    if (!failed.empty()) return Error{failed};
    is_whole = got < head.size();
    head.resize(got);
    out.file.bytes = got;
    out.file.codec = CodecOfMagic(head);
  } else {
    Result<OpenFile> file = OpenFile::Open(path);
    if (!file) return file.error();
    out.file.bytes = file->size();
    const Result<size_t> got = file->ReadAt(0, head.data(), head.size());
    if (!got) return got.error();
    is_whole = *got == file->size();
    head.resize(*got);
    out.file.codec = CodecOfMagic(head);
  }
  std::string failure;
  if (out.file.codec != Codec::kPlain) {
    Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(path, out.file.codec);
    if (!stream) return stream.error();
    head.resize(kHeadBytes);
    const size_t got = ReadFully(**stream, head.data(), head.size(), &failure);
    is_whole = got < head.size() && failure.empty();
    head.resize(got);
  }
  if (out.reader != nullptr) return out;

  const std::string_view name = out.file.codec == Codec::kPlain ? std::string_view(path) : WithoutCodecSuffix(path);
  const SniffInput input{name, head, is_whole};
  int best = 0;
  for (const ReaderDef* reader : AllReaders()) {
    const int sure = reader->sniff(input);
    if (sure > best) best = sure, out.reader = reader;
  }
  if (best >= kPlausible) {
    out.why = "the content is " + std::string(out.reader->name);
  } else {
    out.reader = nullptr;
    // The name decides only where the content does not speak against it.
    const bool blank = head.find_first_not_of(" \t\r\n") == std::string::npos;
    for (const ReaderDef* reader : AllReaders()) {
      if (out.reader == nullptr && (blank || reader->sniff(input) > 0) && HasExtension(name, reader->extensions))
        out.reader = reader;
    }
    out.why = out.reader ? "named like " + std::string(out.reader->name) : DescribeUnknown(head);
    if (out.reader == nullptr && !failure.empty()) out.why = failure;
  }
  if (out.file.codec == Codec::kGzip) out.why += ", gzip";
  if (out.file.codec == Codec::kZstd) out.why += ", zstd";
  if (out.file.codec == Codec::kZip) out.why += ", zip";
  return out;
}

}  // namespace quarry
