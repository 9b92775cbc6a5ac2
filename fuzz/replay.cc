// Runs a fuzz target on its seeds and on seeded mutations of them, so that every test run repeats the same inputs.
//   <target>_replay [ROUNDS]     default 3000 mutations a seed
//   <target>_replay FILE...      replays inputs that libFuzzer found
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "target.h"

namespace {

uint64_t state = 0x5eed;
uint64_t Next() {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
}

// Characters that mean something in query languages, rules and JSON.
constexpr std::string_view kLively = "|()[]{}\"'`\\/*=!~<>,;:.@#$?%&+-_ \n\t0aZ\x00\x7f\xc3\xff";

std::string Mutated(std::string text, std::span<const std::string_view> seeds) {
  for (uint64_t edits = 1 + Next() % 6; edits > 0; --edits) {
    const size_t at = text.empty() ? 0 : Next() % (text.size() + 1);
    switch (Next() % 7) {
      case 0:
        text.insert(at, 1, kLively[Next() % kLively.size()]);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1 + Next() % 8);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(Next());
        break;
      case 3:
        text.resize(at);
        break;
      case 4: {  // repeat a piece of itself
        const size_t length = std::min<size_t>(1 + Next() % 24, text.size() - at);
        text.insert(at, text.substr(at, length));
        break;
      }
      case 5: {  // a piece of another seed
        const std::string_view other = seeds[Next() % seeds.size()];
        const size_t from = other.empty() ? 0 : Next() % other.size();
        text.insert(at, other.substr(from, 1 + Next() % 40));
        break;
      }
      case 6: {  // depth
        const char opener = "([{-!"[Next() % 5];
        text.insert(at, 1 + Next() % 40, opener);
        break;
      }
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  size_t rounds = 3000, inputs = 0;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    if (std::atoi(argv[i]) > 0)
      rounds = static_cast<size_t>(std::atoi(argv[i]));
    else
      files.emplace_back(argv[i]);
  }
  for (const std::string& path : files) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return std::perror(path.c_str()), 3;
    std::string content;
    char buffer[65536];
    while (const size_t got = std::fread(buffer, 1, sizeof buffer, file)) content.append(buffer, got);
    std::fclose(file);
    Run(content);
    ++inputs;
  }
  if (files.empty()) {
    const auto seeds = quarry::fuzz::Seeds();
    Run("");
    for (const std::string_view seed : seeds) {
      Run(std::string(seed));
      for (size_t i = 0; i < rounds; ++i, ++inputs) Run(Mutated(std::string(seed), seeds));
    }
    // A parser without a limit of depth ends on the stack.
    for (const char* opener : {"(", "[", "{", "-", "not ", "!", "case { ", "{\"a\":", "- ", "iff("}) {
      std::string deep;
      for (int i = 0; i < 20000; ++i) deep += opener;
      Run(deep);
      Run(std::string(seeds[0].substr(0, seeds[0].size() / 2)) + deep);
      inputs += 2;
    }
  }
  std::printf("%zu inputs\n", inputs);
  return 0;
}
