// Members of zip archives as inputs: stored, deflated, damaged.
#include "readers/codec/zip_archive.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "zip_packing.h"

namespace quarry {
namespace {

using zip_test::Archive;
using zip_test::Directory;
using zip_test::Member;
using zip_test::Number;
using zip_test::Pack;
using zip_test::Packed;

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

// Sizes and places of 64 bits, sizes behind the data, and members packed by zstd.
TEST_F(ZipArchiveTest, AllFormsOfMembersAreRead) {
  const std::string text(70000, 'y');
  Member deflated{"a", text}, stored{"b", text, 0}, described{"c", text}, both{"d", text}, zstd{"e", text, 93};
  deflated.zip64 = stored.zip64 = both.zip64 = true;
  described.descriptor = both.descriptor = true;
  for (const bool zip64 : {false, true}) {
    std::filesystem::remove(path_);
    Write(Archive({deflated, stored, described, both, zstd}, zip64));
    std::vector<std::string> problems;
    EXPECT_EQ(ExpandPath(path_, problems).size(), 5u);
    EXPECT_TRUE(problems.empty());
    for (const char* const name : {"a", "b", "c", "d", "e"}) EXPECT_EQ(Read(name), text) << name;
  }
}

// Members and the directory beyond 4 GiB, with a hole in front of them.
TEST_F(ZipArchiveTest, PlacesBeyondFourGigabytes) {
  constexpr uint64_t kFar = (uint64_t{5} << 30) + 12345;
  Member first{"a", "one"}, far{"b", "two"};
  far.zip64 = true;
  const Packed near = Pack(first, 0), beyond = Pack(far, kFar);
  Write(near.local);
  std::filesystem::resize_file(path_, kFar);
  std::ofstream(path_, std::ios::binary | std::ios::app)
      << beyond.local << Directory(near.entry + beyond.entry, 2, kFar + beyond.local.size(), true);
  ASSERT_GT(std::filesystem::file_size(path_), kFar);
  EXPECT_EQ(Read("a"), "one");
  EXPECT_EQ(Read("b"), "two");
  std::vector<std::string> problems;
  EXPECT_EQ(ExpandPath(path_, problems).size(), 2u);
  EXPECT_TRUE(problems.empty());
}

// Behind a comment, with what looks like an end record in it, and with bytes behind the archive.
TEST_F(ZipArchiveTest, TheEndIsFound) {
  const std::string comment = "see PK\x05\x06 and more of it, PK\x05\x06, as long as an end record is";
  std::string commented = Archive({{"a", "one"}});
  commented.replace(commented.size() - 2, 2, Number(comment.size(), 2));
  for (const std::string& bytes : {commented + comment, Archive({{"a", "one"}}) + std::string(1000, '\0')}) {
    std::filesystem::remove(path_);
    Write(bytes);
    EXPECT_EQ(Read("a"), "one");
  }
}

TEST_F(ZipArchiveTest, DefectsAreNamed) {
  Member encrypted{"d", "text"};
  encrypted.flags = 1;
  Write(Archive({{"a", "text", 0, true}, {"b", "text", 12}, encrypted, {"e", "text", 77}}));
  EXPECT_EQ(Read("a"), "error: /a: zip data has a wrong checksum");
  EXPECT_EQ(Read("b"), "error: /b: packed by bzip2, which is not read; Deflate, zstd and stored members are");
  EXPECT_EQ(Read("c"), "error: /c: no such file in the archive");
  EXPECT_EQ(Read("d"), "error: /d: encrypted, which is not read; unpack the archive with its password first");
  EXPECT_EQ(Read("e"), "error: /e: packed by method 77, which is not read; Deflate, zstd and stored members are");
  std::string whole = Archive({{"a", std::string(5000, 'x')}});
  Write(whole.substr(0, whole.size() - 10));
  std::vector<std::string> problems;
  EXPECT_TRUE(ExpandPath(path_, problems).empty());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].substr(path_.size()), ": the zip archive has no directory; it may be cut off");
}

// What a directory claims of members that are not there, twice there, or inside of each other.
TEST_F(ZipArchiveTest, AForgedDirectoryIsNotBelieved) {
  Member outside{"b", "text"}, inside{"c", "text", 0};
  outside.zip64 = true;
  outside.move = int64_t{1} << 40;
  inside.move = -3;
  Write(Archive({{"a", "one"}, outside, {"a", "two"}, inside}));
  std::vector<std::string> problems;
  EXPECT_EQ(ExpandPath(path_, problems), (std::vector<std::string>{path_ + "/a", path_ + "/c"}));
  EXPECT_EQ(problems, (std::vector<std::string>{path_ + "/b: lies outside of the zip archive, which is damaged",
                                                path_ + "/a: there are two of this name; the first one is read"}));
  EXPECT_EQ(Read("a"), "one");

  // Two entries of one member, as archives are made that decode to a multiple of what they hold.
  std::filesystem::remove(path_);
  const Packed one = Pack({"a", "one"}, 0), same = Pack({"b", "one"}, 0);
  Write(one.local + Directory(one.entry + same.entry, 2, one.local.size(), false));
  EXPECT_EQ(Read("a"), "one");
  EXPECT_TRUE(Read("b").starts_with("error: /b: shares bytes of the archive with another member")) << Read("b");

  // An entry is damaged: those before it are read, and that some are missing is said.
  std::string damaged = Archive({{"a", "one"}, {"b", "two"}});
  damaged[damaged.rfind("PK\x01\x02")] = 'x';
  std::filesystem::remove(path_);
  Write(damaged);
  problems.clear();
  EXPECT_EQ(ExpandPath(path_, problems).size(), 1u);
  EXPECT_EQ(
      problems,
      (std::vector<std::string>{path_ + ": the directory of the zip archive is damaged; 1 of 2 entries are read"}));

  // A member that is longer or shorter than its entry says.
  for (const char change : {1, -1}) {
    std::string other = Archive({{"a", "one", 0}});
    const size_t entry = other.rfind("PK\x01\x02");
    other[entry + 24] = static_cast<char>(other[entry + 24] + change);
    std::filesystem::remove(path_);
    Write(other);
    EXPECT_EQ(Read("a"), "error: /a: zip data is not as long as the archive says");
  }
}

}  // namespace
}  // namespace quarry
