// Members of zip archives as inputs: stored, deflated, damaged.
#include "readers/codec/zip_archive.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "packing.h"

namespace quarry {
namespace {

void Put16(std::string& to, uint32_t v) {
  to += {static_cast<char>(v & 0xff), static_cast<char>(v >> 8 & 0xff)};
}
void Put32(std::string& to, uint32_t v) {
  Put16(to, v & 0xffff);
  Put16(to, v >> 16);
}

struct Member {
  std::string name, text;
  int method = 8;
  bool wrong_checksum = false;
};

std::string Archive(const std::vector<Member>& members) {
  std::string out, directory;
  for (const Member& m : members) {
    const std::string packed = m.method == 8 ? Deflate(m.text, -MAX_WBITS) : m.text;
    uint32_t checksum = static_cast<uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(m.text.data()), static_cast<uInt>(m.text.size())));
    if (m.wrong_checksum) ++checksum;
    std::string common;
    Put16(common, 20), Put16(common, 0), Put16(common, static_cast<uint32_t>(m.method)), Put32(common, 0);
    Put32(common, checksum), Put32(common, static_cast<uint32_t>(packed.size())),
        Put32(common, static_cast<uint32_t>(m.text.size()));
    Put16(common, static_cast<uint32_t>(m.name.size())), Put16(common, 0);
    directory += std::string("PK\x01\x02") + std::string("\x14\0", 2) + common;
    Put16(directory, 0), Put16(directory, 0), Put16(directory, 0), Put32(directory, 0),
        Put32(directory, static_cast<uint32_t>(out.size()));
    directory += m.name;
    out += "PK\x03\x04" + common + m.name + packed;
  }
  const uint32_t offset = static_cast<uint32_t>(out.size());
  out += directory + "PK\x05\x06";
  Put32(out, 0), Put16(out, static_cast<uint32_t>(members.size())), Put16(out, static_cast<uint32_t>(members.size()));
  Put32(out, static_cast<uint32_t>(directory.size())), Put32(out, offset), Put16(out, 0);
  return out;
}

class ZipArchiveTest : public testing::Test {
 protected:
  ZipArchiveTest() : path_(testing::TempDir() + "zip_archive_test" + std::to_string(getpid()) + ".zip") {}
  ~ZipArchiveTest() override { std::filesystem::remove(path_); }
  void Write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  // The text of a member, or "error: ...".
  std::string Read(const std::string& member) {
    Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(path_ + "/" + member, Codec::kZip);
    if (!stream) return "error: " + stream.error().message.substr(path_.size());
    std::string text(1 << 20, '\0'), failure;
    text.resize(ReadFully(**stream, text.data(), text.size(), &failure));
    return failure.empty() ? text : "error: " + failure.substr(path_.size());
  }
  std::string path_;
};

TEST_F(ZipArchiveTest, MembersAreInputs) {
  const std::string lines = "{\"a\":1}\n{\"a\":2}\n";
  Write(Archive(
      {{"b/two.json", lines + lines}, {"one.json", lines, 0}, {"dir/", "", 0}, {"__MACOSX/._one.json", "x", 0}}));
  std::vector<std::string> problems;
  EXPECT_EQ(ExpandPath(path_, problems), (std::vector<std::string>{path_ + "/b/two.json", path_ + "/one.json"}));
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(Read("one.json"), lines);
  EXPECT_EQ(Read("b/two.json"), lines + lines);
  Result<Recognized> recognized = RecognizeFile(path_ + "/one.json");
  ASSERT_TRUE(recognized);
  ASSERT_NE(recognized->reader, nullptr);
  EXPECT_EQ(recognized->reader->name, "ndjson");
  EXPECT_EQ(recognized->file.codec, Codec::kZip);
}

TEST_F(ZipArchiveTest, MembersMayBeCompressedThemselves) {
  const std::string lines = "{\"a\":1}\n{\"a\":2}\n";
  Write(Archive({{"a.json.gz", Gzip(lines), 0}, {"b.json.zst", Zstd(lines)}, {"c", "x"}, {"d", ""}}));
  EXPECT_EQ(Read("a.json.gz"), lines);
  EXPECT_EQ(Read("b.json.zst"), lines);
  EXPECT_EQ(Read("c"), "x");
  EXPECT_EQ(Read("d"), "");
  const Result<Recognized> recognized = RecognizeFile(path_ + "/a.json.gz");
  ASSERT_TRUE(recognized && recognized->reader != nullptr);
  EXPECT_EQ(recognized->reader->name, "ndjson");
}

TEST_F(ZipArchiveTest, LargeMembersComeWhole) {
  std::string text;
  for (int i = 0; text.size() < (3u << 18); ++i) text += std::to_string(i * 7919) + (i % 3 ? " " : "\n");
  Write(Archive({{"a", text}, {"b", text.substr(0, 70000), 0}}));
  EXPECT_EQ(Read("a"), text);
  EXPECT_EQ(Read("b"), text.substr(0, 70000));
  std::string damaged = Archive({{"a", text}});
  for (size_t i = damaged.size() / 2; i < damaged.size() / 2 + 40; ++i) damaged[i] = static_cast<char>(i * 7);
  std::filesystem::remove(path_);
  Write(damaged);
  EXPECT_TRUE(Read("a").starts_with("error: /a: zip data ")) << Read("a");
}

// The directory of an archive is kept, as long as the archive is the same.
TEST_F(ZipArchiveTest, AnotherArchiveAtThePathIsReadAnew) {
  Write(Archive({{"a", "one"}}));
  EXPECT_EQ(Read("a"), "one");
  std::filesystem::remove(path_);
  Write(Archive({{"a", "another"}, {"b", "two"}}));
  EXPECT_EQ(Read("a"), "another");
  EXPECT_EQ(Read("b"), "two");
}

TEST_F(ZipArchiveTest, DefectsAreNamed) {
  Write(Archive({{"a", "text", 0, true}, {"b", "text", 12}}));
  EXPECT_EQ(Read("a"), "error: /a: zip data has a wrong checksum");
  EXPECT_EQ(Read("b"), "error: /b: packed by a method that is not read");
  EXPECT_EQ(Read("c"), "error: /c: no such file in the archive");
  std::string whole = Archive({{"a", std::string(5000, 'x')}});
  Write(whole.substr(0, whole.size() - 10));
  std::vector<std::string> problems;
  EXPECT_TRUE(ExpandPath(path_, problems).empty());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].substr(path_.size()), ": the zip archive has no directory");
}

}  // namespace
}  // namespace quarry
