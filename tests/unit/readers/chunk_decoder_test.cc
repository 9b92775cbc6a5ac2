// Decoding in chunks and in parts gives the bytes of decoding front to back, and says the same of damage.
#include "readers/codec/chunk_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>
#include <thread>

#include "packing.h"
#include "readers/codec/byte_stream.h"
#include "scan_rows.h"

namespace quarry {
namespace {

struct Decoded {
  std::string text;
  std::string failure;
  size_t parts = 0;
};

Decoded FrontToBack(const InputFile& input, size_t piece_bytes = 70000) {
  Decoded out;
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(input.path, input.codec);
  EXPECT_TRUE(stream.has_value());
  std::string piece(piece_bytes, '\0');
  for (size_t got = piece.size(); got == piece.size();) {
    got = ReadFully(**stream, piece.data(), piece.size(), &out.failure);
    out.text.append(piece, 0, got);
  }
  return out;
}

// In front of damage some bytes may be blank (inflate_step.h), and how many depends on how much was decoded at once.
constexpr size_t kUnsure = 258;
bool IsSame(const Decoded& actual, const Decoded& expected) {
  if (actual.failure != expected.failure || actual.text.size() != expected.text.size()) return false;
  const bool is_damaged = expected.failure.ends_with("gzip data is damaged");
  const size_t sure = expected.text.size() - (is_damaged ? std::min(expected.text.size(), kUnsure) : 0);
  return std::string_view(actual.text).substr(0, sure) == std::string_view(expected.text).substr(0, sure);
}

// As many tasks at once as there are, ended in any order.
Decoded InChunks(const InputFile& input, std::mt19937& random) {
  Decoded out;
  Result<std::unique_ptr<ChunkDecoder>> decoder = OpenChunkDecoder(input, 50000);
  EXPECT_TRUE(decoder.has_value());
  struct Started {
    ChunkDecoder::Task task;
    ChunkDecoder::Outcome outcome;
    std::string text;
  };
  bool at_end = false;
  while (!at_end) {
    std::vector<Started> started;
    for (size_t most = 1 + random() % 4; started.size() < most;) {
      Started one;
      if (!(*decoder)->Begin(one.task)) break;
      out.parts += one.task.is_part;
      started.push_back(std::move(one));
    }
    if (started.empty()) {
      ADD_FAILURE() << "neither work nor an end";
      break;
    }
    std::vector<size_t> order(started.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    for (const size_t i : order) {
      started[i].text.resize(started[i].task.most_bytes);
      started[i].outcome = (*decoder)->Run(started[i].task, started[i].text.data());
    }
    for (const Started& one : started) {
      if (at_end) break;
      out.text.append(one.text, 0, one.outcome.bytes);
      out.failure = one.outcome.failure;
      at_end = one.outcome.at_end;
    }
  }
  return out;
}

// Small parts, from the beginning on.
constexpr AheadShape kSmallParts = {
    .least_bytes = 0, .first_bytes = 0, .part_bytes = 60000, .most_bytes = 150000, .least_packed = 3000};

// A decoder that decodes ahead, used by several threads as scans do; with one, tasks are begun at random.
class AheadRun {
 public:
  AheadRun(const InputFile& input, const AheadShape& shape, unsigned seed) : random_(seed) {
    Result<std::unique_ptr<ChunkDecoder>> decoder = OpenChunkDecoder(input, 20000, /*leaves_checksums=*/true, shape);
    EXPECT_TRUE(decoder.has_value());
    decoder_ = std::move(*decoder);
    path_ = input.path;
  }

  Decoded With(size_t threads) {
    threads_ = threads;
    std::vector<std::thread> running;
    for (size_t i = 0; i < threads; ++i) running.emplace_back([&] { Work(); });
    for (std::thread& thread : running) thread.join();
    return Joined();
  }

  // One after the other, in any order: what may wait does so, and parts are begun and ended at any time.
  Decoded InAnyOrder() {
    threads_ = 3;
    std::vector<std::pair<ChunkDecoder::Task, size_t>> begun;
    while (!at_end_ || !begun.empty()) {
      ChunkDecoder::Task task;
      const bool is_ahead = random_() % 2 == 0 && !at_end_ && decoder_->BeginAhead(task, threads_);
      if (is_ahead) {
        begun.emplace_back(task, kAhead);
        ahead_ += 1;
      } else if (!at_end_ && begun.size() < 12 && decoder_->Begin(task)) {
        begun.emplace_back(task, Add(task));
      }
      if (begun.empty() || random_() % 3 == 0) continue;
      const size_t which = random_() % begun.size();
      Run(begun[which].first, begun[which].second);
      begun.erase(begun.begin() + static_cast<ptrdiff_t>(which));
    }
    return Joined();
  }

  size_t ahead() const { return ahead_; }
  size_t taken_over() const { return taken_over_; }

 private:
  static constexpr size_t kAhead = ~size_t{0};
  struct Chunk {
    std::string text;
    ChunkDecoder::Outcome outcome;
  };

  size_t Add(const ChunkDecoder::Task& task) {
    taken_over_ += task.ahead.part != nullptr;
    chunks_.push_back(std::make_unique<Chunk>());
    chunks_.back()->text.resize(task.most_bytes);
    return chunks_.size() - 1;
  }
  void Run(const ChunkDecoder::Task& task, size_t index) {
    if (index == kAhead) {
      decoder_->Run(task, nullptr);
      return;
    }
    Chunk& chunk = *chunks_[index];
    chunk.outcome = decoder_->Run(task, chunk.text.data());
    if (chunk.outcome.at_end) at_end_ = true;
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (!at_end_) {
      ChunkDecoder::Task task;
      size_t index = kAhead;
      Chunk* chunk = nullptr;
      if (decoder_->Begin(task)) {
        task.for_others = random_() % 2 == 0;
        index = Add(task);
        chunk = chunks_[index].get();
      } else if (decoder_->BeginAhead(task, threads_)) {
        ahead_ += 1;
      } else {
        changed_.wait(lock);
        continue;
      }
      lock.unlock();
      ChunkDecoder::Outcome outcome = decoder_->Run(task, chunk == nullptr ? nullptr : chunk->text.data());
      lock.lock();
      if (chunk != nullptr) {
        chunk->outcome = std::move(outcome);
        at_end_ = at_end_ || chunk->outcome.at_end;
      }
      changed_.notify_all();
    }
  }

  Decoded Joined() {
    Decoded out;
    MemberChecks checks;
    for (const std::unique_ptr<Chunk>& chunk : chunks_) {
      const ChunkDecoder::Outcome& outcome = chunk->outcome;
      out.failure = outcome.failure;
      if (outcome.member && !checks.Add(*outcome.member)) {
        out.text.append(chunk->text, 0, outcome.member->bytes);
        out.failure = path_ + ": gzip data has a wrong checksum";
        break;
      }
      out.text.append(chunk->text, 0, outcome.bytes);
      disk_bytes_ += outcome.disk_bytes;
    }
    out.parts = taken_over_;
    return out;
  }

  std::mt19937 random_;
  std::unique_ptr<ChunkDecoder> decoder_;
  std::string path_;
  size_t threads_ = 1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  bool at_end_ = false;
  size_t ahead_ = 0, taken_over_ = 0;
  uint64_t disk_bytes_ = 0;

 public:
  uint64_t disk_bytes() const { return disk_bytes_; }
};

std::string SomeText(size_t bytes, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) text += "{\"n\":" + std::to_string(random() % 100000) + ",\"s\":\"telemetry\"}\n";
  text.resize(bytes);
  return text;
}

class ChunkDecoderTest : public testing::Test {
 protected:
  InputFile Input(const std::string& packed) {
    InputFile input = FileOf(folder_.Write("in", packed));
    input.codec = CodecOfMagic(packed);
    return input;
  }
  TemporaryFolder folder_;
  std::mt19937 random_{7};
};

TEST_F(ChunkDecoderTest, FindsPartsThatStandOnTheirOwn) {
  const std::string text = SomeText(5 << 20, 1);
  const auto parts_of = [&](const std::string& packed) {
    const Decoded out = InChunks(Input(packed), random_);
    EXPECT_EQ(out.failure, "");
    EXPECT_TRUE(out.text == text);
    return out.parts;
  };
  EXPECT_EQ(parts_of(ZstdFrames(text, 1 << 20)), 5u);
  EXPECT_EQ(parts_of(ZstdFrames(text, 128 << 10)), 5u);  // put together
  EXPECT_EQ(parts_of(Bgzf(text)), 5u);
  EXPECT_EQ(parts_of(Zstd(text)), 0u);
  EXPECT_EQ(parts_of(Zstd("") + Zstd(text, true)), 0u);  // small, then what is left
  EXPECT_EQ(parts_of(Gzip(text)), 0u);
  EXPECT_EQ(parts_of(Gzip(text.substr(0, 1 << 20)) + Gzip(text.substr(1 << 20))), 0u);
  EXPECT_EQ(parts_of(Bgzf(text.substr(0, 3 << 20)) + Gzip(text.substr(3 << 20))), 3u);
}

TEST_F(ChunkDecoderTest, AFrameThatIsTooLargeIsReadFrontToBack) {
  const std::string large = SomeText(20 << 20, 2), small = SomeText(2 << 20, 3);
  const std::string packed = Zstd(small) + Zstd(small) + Zstd(large) + Zstd(small);
  const Decoded out = InChunks(Input(packed), random_);
  EXPECT_EQ(out.failure, "");
  EXPECT_EQ(out.parts, 2u);
  EXPECT_TRUE(out.text == small + small + large + small);
}

TEST_F(ChunkDecoderTest, AnyDamageIsTheSameBothWays) {
  const std::string text = SomeText(3 << 20, 4);
  const std::vector<std::string> packed = {ZstdFrames(text, 1 << 20), Bgzf(text), Zstd(text, true), Gzip(text),
                                           Gzip(text.substr(0, 100000)) + Gzip(text)};
  size_t failures = 0, with_parts = 0;
  for (int round = 0; round < 120; ++round) {
    std::string damaged = packed[static_cast<size_t>(round) % packed.size()];
    switch (random_() % 5) {
      case 0:
        damaged.resize(4 + random_() % (damaged.size() - 4));
        break;
      case 1:
        damaged += "other bytes";
        break;
      case 2:
        damaged += std::string(1 + random_() % 2000, '\0');
        break;
      default:
        for (int changes = 1 + static_cast<int>(random_() % 3); changes-- > 0;)
          damaged[4 + random_() % (damaged.size() - 4)] ^= static_cast<char>(1 << random_() % 8);
    }
    const InputFile input = Input(damaged);
    if (input.codec == Codec::kPlain) continue;
    const Decoded expected = FrontToBack(input), actual = InChunks(input, random_);
    EXPECT_EQ(actual.failure, expected.failure) << round;
    EXPECT_TRUE(IsSame(actual, expected)) << round << " " << expected.failure;
    failures += !expected.failure.empty();
    with_parts += actual.parts > 0;
  }
  EXPECT_GT(failures, 50u);
  EXPECT_GT(with_parts, 20u);
}

// Text with noise in it, and in between the same bytes for long.
std::string MixedText(size_t bytes, unsigned seed) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) {
    text += SomeText(random() % 50000, random());
    if (random() % 3 == 0) text += std::string(random() % 100000, 'x');
    if (random() % 3 == 0) {
      for (size_t i = random() % 30000; i > 0; --i) text += static_cast<char>(random());
    }
  }
  text.resize(bytes);
  return text;
}

TEST_F(ChunkDecoderTest, DecodingAheadGivesTheSame) {
  const std::string text = MixedText(3 << 20, 8);
  const std::string half = text.substr(0, text.size() / 2), rest = text.substr(text.size() / 2);
  struct Case {
    std::string packed;
    size_t least_parts;  // in six runs
  };
  std::vector<Case> cases;
  for (const int level : {1, 6, 9}) cases.push_back({Gzip(text, level), 10});
  for (const int memory : {1, 4, 9}) cases.push_back({Gzip(text, 6, memory), 10});
  cases.push_back({Gzip(text, 6, 8, Z_HUFFMAN_ONLY), 10});
  cases.push_back({Gzip(text, 6, 8, Z_RLE), 10});
  cases.push_back({Gzip(text, 6, 8, Z_FIXED), 0});
  cases.push_back({Gzip(text, 0), 0});
  cases.push_back({Gzip(half) + Gzip(rest, 9, 4), 10});
  cases.push_back({Gzip(half) + std::string(1000, '\0') + Gzip("") + Gzip(rest), 10});
  cases.push_back({Gzip(half, 0) + Gzip(rest), 0});
  // Members that are hardly longer than a window.
  std::string members;
  for (size_t at = 0; at < text.size(); at += 40000) members += Gzip(text.substr(at, 40000), 6, 3);
  cases.push_back({members, 5});
  for (size_t i = 0; i < cases.size(); ++i) {
    const InputFile input = Input(cases[i].packed);
    const auto check = [&](AheadRun& run, const Decoded& out) {
      EXPECT_EQ(out.failure, "") << i;
      EXPECT_TRUE(out.text == text) << i;
      EXPECT_EQ(run.disk_bytes(), cases[i].packed.size()) << i;
    };
    size_t parts = 0;
    for (unsigned seed = 0; seed < 6; ++seed) {
      AheadRun run(input, kSmallParts, seed);
      const Decoded out = run.InAnyOrder();
      check(run, out);
      parts += out.parts;
    }
    EXPECT_GE(parts, cases[i].least_parts) << i;
    for (const size_t threads : {1u, 2u, 5u}) {
      AheadRun run(input, kSmallParts, 1);
      check(run, run.With(threads));
    }
  }
}

TEST_F(ChunkDecoderTest, DecodingAheadSaysTheSameOfDamage) {
  const std::string text = MixedText(1500000, 9);
  const std::vector<std::string> packed = {Gzip(text), Gzip(text, 9, 3), Gzip(text.substr(0, 700000)) + Gzip(text, 1),
                                           Gzip(text, 6, 8, Z_HUFFMAN_ONLY)};
  size_t failures = 0, wrong_checksums = 0, with_parts = 0;
  for (unsigned round = 0; round < 150; ++round) {
    std::string damaged = packed[round % packed.size()];
    switch (random_() % 6) {
      case 0:
        damaged.resize(20 + random_() % (damaged.size() - 20));
        break;
      case 1:  // in what the member states
        damaged[damaged.size() - 1 - random_() % 8] ^= static_cast<char>(1 << random_() % 8);
        break;
      case 2:
        damaged += random_() % 2 == 0 ? "other bytes" : std::string(random_() % 2000, '\0');
        break;
      case 3: {  // a piece is missing
        const size_t at = 20 + random_() % (damaged.size() - 40);
        damaged.erase(at, 1 + random_() % 20);
        break;
      }
      default:
        for (int changes = 1 + static_cast<int>(random_() % 3); changes-- > 0;)
          damaged[10 + random_() % (damaged.size() - 10)] ^= static_cast<char>(1 << random_() % 8);
    }
    const InputFile input = Input(damaged);
    const Decoded expected = FrontToBack(input);
    for (const size_t threads : {0u, 3u}) {
      AheadRun run(input, kSmallParts, round);
      const Decoded actual = threads == 0 ? run.InAnyOrder() : run.With(threads);
      EXPECT_EQ(actual.failure, expected.failure) << round;
      EXPECT_TRUE(IsSame(actual, expected)) << round << " " << expected.failure;
      with_parts += threads == 0 && actual.parts > 0;  // how many threads get to is up to the scheduler
    }
    failures += !expected.failure.empty();
    wrong_checksums += expected.failure.ends_with("wrong checksum");
  }
  EXPECT_GT(failures, 80u);
  EXPECT_GT(wrong_checksums, 20u);
  EXPECT_GT(with_parts, 75u);
}

// isa-l alone keeps some of it, or gives too much, as there is room when it meets the damage.
TEST_F(ChunkDecoderTest, AllThatPrecedesDamageIsGiven) {
  const std::string text = MixedText(400000, 12);
  size_t damaged_data = 0;
  for (unsigned round = 0; round < 60; ++round) {
    std::string damaged = Gzip(text, 6, 1 + static_cast<int>(round % 9));
    for (size_t at = 10 + random_() % (damaged.size() - 10), end = at + 3000; at < std::min(end, damaged.size()); ++at)
      damaged[at] = static_cast<char>(random_());
    std::string expected(2 * text.size(), '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(damaged.data());
    stream.avail_in = static_cast<uInt>(damaged.size());
    stream.next_out = reinterpret_cast<Bytef*>(expected.data());
    stream.avail_out = static_cast<uInt>(expected.size());
    while (inflate(&stream, Z_NO_FLUSH) == Z_OK) {
    }
    expected.resize(stream.total_out);
    inflateEnd(&stream);
    const InputFile input = Input(damaged);
    const Decoded at_once = FrontToBack(input);
    const size_t sure = at_once.text.size() - std::min(at_once.text.size(), kUnsure);
    for (const size_t piece : {100u, 5000u, 70000u, 1000000u}) {
      const Decoded actual = FrontToBack(input, piece);
      // What may be made up is blank.
      EXPECT_TRUE(actual.text.substr(0, sure).starts_with(expected.substr(0, sure))) << round << " " << piece;
      EXPECT_EQ(actual.text.find_first_not_of(' ', std::max(sure, expected.size())), std::string::npos)
          << round << " in pieces of " << piece;
      EXPECT_TRUE(IsSame(actual, at_once)) << round << " in pieces of " << piece;
      damaged_data += actual.failure.ends_with("is damaged");
    }
  }
  EXPECT_GT(damaged_data, 100u);
}

TEST_F(ChunkDecoderTest, WhatGainsNothingIsNotDecodedAhead) {
  // A thousand times as much as on disk: no part is worth its memory.
  const std::string bomb = Gzip(std::string(40 << 20, 'x'));
  AheadRun run(Input(bomb), AheadShape{.least_bytes = 0, .first_bytes = 0}, 1);
  const Decoded out = run.With(2);
  EXPECT_EQ(out.failure, "");
  EXPECT_EQ(out.text.size(), size_t{40} << 20);
  // Small files; and unless somebody looks at the checksums.
  const std::string small = Gzip(SomeText(1 << 20, 10));
  AheadRun whole(Input(small), AheadShape(), 1);
  EXPECT_EQ(whole.With(2).parts, 0u);
  EXPECT_EQ(whole.ahead(), 0u);
  Result<std::unique_ptr<ChunkDecoder>> decoder = OpenChunkDecoder(Input(small), 20000, false, kSmallParts);
  ASSERT_TRUE(decoder.has_value());
  EXPECT_FALSE((*decoder)->decodes_ahead());
}

// Rows and their numbers, read by threads of their own.
std::vector<std::string> RowsOf(const InputFile& input, int threads) {
  ScanSpec spec;
  spec.columns = {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)};
  const auto source = FindReader("ndjson")->open({input});
  const Result<std::unique_ptr<Scan>> scan = source->Open(spec);
  std::vector<std::vector<std::string>> rows(static_cast<size_t>(threads));
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
      Batch batch;
      for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
      while (worker->Next(batch)) {
        for (size_t row = 0; row < batch.rows; ++row) {
          rows[static_cast<size_t>(i)].push_back(std::to_string(batch.columns[1].Get(row).integer) + " " +
                                                 std::to_string(batch.columns[0].Get(row).integer));
        }
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  std::vector<std::string> all;
  for (std::vector<std::string>& some : rows) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  return all;
}

TEST_F(ChunkDecoderTest, GivesTheRowsAndNumbersOfThePlainFile) {
  std::string text;
  for (int i = 0; text.size() < (6 << 20); ++i) {
    if (i % 1000 == 7) text += "\n";
    text +=
        "{\"n\":" + std::to_string(i * 3) + ",\"p\":\"" + std::string(static_cast<size_t>(i * 31 % 700), 'x') + "\"}\n";
    if (i == 5000) text += "{\"p\":\"" + std::string(1 << 20, 'y') + "\",\"n\":-1}\n";
  }
  // Large enough on disk to be decoded ahead.
  std::mt19937 random(11);
  for (int i = 0; i < 100000; ++i) {
    text += "{\"n\":" + std::to_string(i) + ",\"p\":\"";
    for (int digits = 0; digits < 5; ++digits) text += std::to_string(random());
    text += "\"}\n";
  }
  const std::vector<std::string> expected = RowsOf(FileOf(folder_.Write("plain", text)), 1);
  for (const std::string& packed :
       {Gzip(text), Zstd(text), Bgzf(text), ZstdFrames(text, 300 << 10), ZstdFrames(text, 3 << 20)}) {
    for (const int threads : {1, 2, 5}) EXPECT_EQ(RowsOf(Input(packed), threads), expected);
  }
}

}  // namespace
}  // namespace quarry
