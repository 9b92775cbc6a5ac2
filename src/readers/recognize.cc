// External entries: FindReader, RecognizeFile.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
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
  if (head.starts_with("PK\x03\x04"))
    return "a zip archive; members are read of one whose name ends in .zip and that lies in no other";
  if (head.starts_with(std::string_view(kIndexMagic, sizeof(kIndexMagic))))
    return "a side index of `quarry index`, which is about telemetry but none";
  if (head.find('\0') != std::string_view::npos) return "binary data that no reader knows";
  return "text that no reader knows";
}

// The beginning of an input, decoded.
struct Head {
  std::string text;
  bool is_whole = false;
  std::string failure;  // what ended the decoding
};

// Of a pipe: so much is looked at to know its records, or what has come when, behind a whole line, it falls silent or
// some time is over.
constexpr size_t kPipeBytes = 1 << 20;
constexpr int kSilence = 1000;  // milliseconds
constexpr std::chrono::milliseconds kPatience{2000};

Result<Head> HeadOfPipe(InputFile& file) {
  file.read_once = true;
  file.open_ended = true;
  file.codec = Codec::kPlain;
  Head head;
  head.text.resize(kPipeBytes);
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(file);
  if (!stream) return stream.error();
  constexpr size_t kMagicBytes = 4;
  size_t have = ReadFully(**stream, head.text.data(), kMagicBytes, &head.failure);
  if (!head.failure.empty()) return Error{head.failure};
  file.codec = CodecOfMagic(std::string_view(head.text).substr(0, have));
  if (file.codec != Codec::kPlain) {
    have = 0;
    stream = OpenByteStream(file);
    if (!stream) return stream.error();
  }
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> line_came;
  while (have < head.text.size()) {
    if (!line_came && std::memchr(head.text.data(), '\n', have) != nullptr) line_came = Clock::now();
    if (line_came && (Clock::now() - *line_came > kPatience || (*stream)->WouldWait(kSilence))) break;
    const Result<size_t> got = (*stream)->Read(head.text.data() + have, head.text.size() - have);
    if (!got && file.codec == Codec::kPlain) return got.error();
    if (!got) head.failure = got.error().message;
    if (!got || *got == 0) {
      file.open_ended = false;
      break;
    }
    have += *got;
  }
  file.bytes = (*stream)->bytes_read();
  head.is_whole = !file.open_ended && have <= kHeadBytes && head.failure.empty();
  head.text.resize(std::min(have, kHeadBytes));
  return head;
}

// Says of the file how large it is and how it is packed.
Result<Head> HeadOf(InputFile& file) {
  Head head;
  if (const std::optional<ZipPath> member = SplitZipPath(file.path)) {
    const Result<uint64_t> bytes = ZipMemberBytes(*member);
    if (!bytes) return bytes.error();
    file.bytes = *bytes;
    file.codec = Codec::kZip;
  } else if (IsReadOnce(file.path)) {
    return HeadOfPipe(file);
  } else {
    Result<OpenFile> opened = OpenFile::Open(file.path);
    if (!opened) return opened.error();
    file.bytes = opened->size();
    head.text.resize(kHeadBytes);
    const Result<size_t> got = opened->ReadAt(0, head.text.data(), head.text.size());
    if (!got) return got.error();
    head.is_whole = *got == opened->size();
    head.text.resize(*got);
    file.codec = CodecOfMagic(head.text);
  }
  if (file.codec == Codec::kPlain) return head;
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(file);
  if (!stream) return stream.error();
  head.text.resize(kHeadBytes);
  const size_t got = ReadFully(**stream, head.text.data(), head.text.size(), &head.failure);
  head.is_whole = got < head.text.size() && head.failure.empty();
  head.text.resize(got);
  return head;
}
}  // namespace

const ReaderDef* FindReader(std::string_view name) {
  for (const ReaderDef* reader : AllReaders()) {
    if (reader->name == name) return reader;
  }
  return nullptr;
}

Result<Recognized> RecognizeFile(const std::string& path, std::string_view forced_reader,
                                 const std::atomic<bool>* cancelled) {
  Recognized out;
  out.file.path = path;
  out.file.cancelled = cancelled;
  if (!forced_reader.empty()) {
    out.reader = FindReader(forced_reader);
    if (out.reader == nullptr) return Error{"no reader is called `" + std::string(forced_reader) + "`"};
    out.why = "as stated";
  }
  Result<Head> head = HeadOf(out.file);
  if (!head) return head.error();
  if (out.reader != nullptr) return out;

  const std::string_view name = out.file.codec == Codec::kPlain ? std::string_view(path) : WithoutCodecSuffix(path);
  const SniffInput input{name, head->text, head->is_whole};
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
    const bool blank = head->text.find_first_not_of(" \t\r\n") == std::string::npos;
    for (const ReaderDef* reader : AllReaders()) {
      if (out.reader == nullptr && (blank || reader->sniff(input) > 0) && HasExtension(name, reader->extensions))
        out.reader = reader;
    }
    out.why = out.reader ? "named like " + std::string(out.reader->name) : DescribeUnknown(head->text);
    if (out.reader == nullptr && !head->failure.empty()) out.why = head->failure;
  }
  if (out.file.codec == Codec::kGzip) out.why += ", gzip";
  if (out.file.codec == Codec::kZstd) out.why += ", zstd";
  if (out.file.codec == Codec::kZip) out.why += ", zip";
  return out;
}

}  // namespace quarry
