// `quarry index`: writes, renews, checks, lists and removes side indexes of telemetry files.
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "cli/version.h"
#include "readers/codec/open_file.h"
#include "readers/index/build_index.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string folder;
  std::string reader;
  std::string format;
  std::string block_size;
  std::string most_decoded;
  uint64_t most_decoded_bytes = 0;
  uint64_t block_bytes = kIndexBlockBytes;
  int threads = 0;
  bool update = false, check = false, remove = false, list = false;
};

// What became of one file.
struct Line {
  std::string file, index, state, detail;
  uint64_t data_bytes = 0, index_bytes = 0, blocks = 0, lines = 0, broken = 0;
};

class Report {
 public:
  explicit Report(const Options& options)
      : as_table_(options.format.empty() ? IsTerminal(stdout) : options.format == "table") {}

  void Add(const Line& line) {
    if (as_table_) {
      table_.AddRow({line.file, line.state, std::to_string(line.lines), std::to_string(line.broken),
                     std::to_string(line.blocks), std::to_string(line.data_bytes), std::to_string(line.index_bytes),
                     line.detail.empty() ? line.index : line.detail});
      return;
    }
    std::string text = "{";
    const auto member = [&](std::string_view name, std::string_view value) {
      if (!text.ends_with('{')) text += ',';
      AppendJsonString(name, text);
      text += ':';
      AppendJsonString(value, text);
    };
    member("file", line.file);
    member("state", line.state);
    if (!line.index.empty()) member("index", line.index);
    if (!line.detail.empty()) member("detail", line.detail);
    if (line.blocks > 0 || line.index_bytes > 0) {
      for (const auto& [name, value] :
           {std::pair("lines", line.lines), std::pair("broken_lines", line.broken), std::pair("blocks", line.blocks),
            std::pair("data_bytes", line.data_bytes), std::pair("index_bytes", line.index_bytes)})
        text += ",\"" + std::string(name) + "\":" + std::to_string(value);
    }
    std::printf("%s}\n", text.c_str());
    std::fflush(stdout);
  }
  void End() {
    if (as_table_ && table_.rows() > 0) table_.Print(stdout);
  }

 private:
  bool as_table_;
  TextTable table_{{{"file"},
                    {"state"},
                    {"lines", true},
                    {"broken", true},
                    {"blocks", true},
                    {"data bytes", true},
                    {"index bytes", true},
                    {"index"}},
                   {.width = TerminalWidth(stdout), .color = ColorOnStdout()}};
};

// The index that a file has, with its state in words.
struct State {
  FoundIndex found;
  bool exists = false;
};

State StateOf(const InputFile& file, IndexedFormat format, const std::string& index_path) {
  State state;
  std::error_code error;
  state.exists = std::filesystem::exists(index_path, error);
  const Result<OpenFile> data = OpenFile::Open(IdentifiedFile(file));
  if (!data) {
    state.found.why_not = data.error().message;
    return state;
  }
  state.found = FindIndex(index_path, data->descriptor(), file.codec, format);
  return state;
}

void Describe(const SideIndex& index, Line& line) {
  line.data_bytes = index.header().decoded_bytes;
  line.index_bytes = index.size();
  line.blocks = index.header().blocks;
  line.lines = index.header().lines;
  line.broken = index.header().broken_lines;
}

class IndexCommand {
 public:
  explicit IndexCommand(const Options& options) : options_(options), report_(options) {}

  int Run() {
    for (const std::string& path : options_.paths) {
      std::vector<std::string> problems;
      const std::vector<std::string> files = ExpandPath(path, problems);
      for (const std::string& problem : problems) Fail(problem);
      if (files.empty() && problems.empty()) Fail(path + ": no file there");
      for (const std::string& file : files) {
        if (InterruptFlag().load()) break;
        Handle(file);
      }
    }
    report_.End();
    if (InterruptFlag().load()) {
      PrintError("interrupted; files that were not reached keep what they had");
      return kExitInterrupted;
    }
    return code_;
  }

 private:
  void Fail(const std::string& message) {
    PrintError(message);
    code_ = kExitUsage;
  }

  void Handle(const std::string& path) {
    Line line;
    line.file = path;
    const Result<Recognized> recognized = RecognizeFile(path, options_.reader);
    if (!recognized) return Fail(recognized.error().message);
    InputFile file = recognized->file;
    file.most_decoded = options_.most_decoded_bytes;
    const std::string why_not =
        recognized->reader == nullptr ? recognized->why : WhyNotIndexed(recognized->reader->name, file);
    if (!why_not.empty()) {
      line.state = "not indexed";
      line.detail = why_not;
      return report_.Add(line);
    }
    const Result<std::string> index_path = IndexPathOf(file, options_.folder);
    if (!index_path) return Fail(index_path.error().message);
    line.index = *index_path;
    if (options_.remove) return Remove(line);
    const IndexedFormat format = *IndexedFormatOf(recognized->reader->name);
    if (options_.check || options_.list) return Show(file, format, line);
    Build(file, format, line);
  }

  void Remove(Line& line) {
    if (::unlink(line.index.c_str()) == 0) {
      line.state = "removed";
    } else if (errno == ENOENT) {
      line.state = "none";
    } else {
      return Fail(line.index + ": cannot be removed: " + std::strerror(errno));
    }
    report_.Add(line);
  }

  void Show(const InputFile& file, IndexedFormat format, Line& line) {
    const State state = StateOf(file, format, line.index);
    if (!state.exists && state.found.why_not.empty()) {
      line.state = "none";
      if (options_.check && code_ == kExitOk) code_ = kExitFindings;
      return report_.Add(line);
    }
    line.state = "usable";
    if (state.found.index == nullptr) {
      line.state = "unusable";
      line.detail = state.found.why_not;
    } else {
      Describe(*state.found.index, line);
      line.detail = DescribeMatch(state.found.match);
      if (!line.detail.empty()) line.state = "unproven";
    }
    if (options_.check && state.found.index != nullptr) {
      const Result<std::string> checked = CheckIndex(*state.found.index, file);
      if (!checked) return Fail(checked.error().message);
      line.state = checked->empty() ? "valid" : "invalid";
      if (!checked->empty()) line.detail = *checked;
    }
    if (options_.check && line.state != "valid" && code_ == kExitOk) code_ = kExitFindings;
    report_.Add(line);
  }

  void Build(const InputFile& file, IndexedFormat format, Line& line) {
    IndexBuild build;
    build.block_bytes = options_.block_bytes;
    if (options_.update) {
      const State state = StateOf(file, format, line.index);
      const SideIndex* const index = state.found.index.get();
      if (index != nullptr && state.found.match == DataMatch::kSame) {
        line.state = "kept";
        Describe(*index, line);
        return report_.Add(line);
      }
      // Whatever has happened to the file: each block is compared before it is kept.
      if (Result<std::shared_ptr<const SideIndex>> old = SideIndex::Open(line.index)) {
        build.keep = *old;
        if (options_.block_size.empty()) build.block_bytes = build.keep->header().block_bytes;
      }
    }
    build.file = file;
    build.format = format;
    build.index_path = line.index;
    build.threads = options_.threads;
    build.version = kQuarryVersion;
    build.cancelled = &InterruptFlag();
    const Result<IndexReport> made = BuildIndex(build);
    if (!made) {
      if (!InterruptFlag().load()) Fail(made.error().message);
      return;
    }
    line.state = made->kept_blocks == 0 ? "built" : "renewed";
    if (made->kept_blocks > 0)
      line.detail = std::to_string(made->kept_blocks) + " of " + std::to_string(made->blocks) + " blocks kept";
    line.data_bytes = made->data_bytes;
    line.index_bytes = made->index_bytes;
    line.blocks = made->blocks;
    line.lines = made->lines;
    line.broken = made->broken_lines;
    report_.Add(line);
  }

  const Options& options_;
  Report report_;
  int code_ = kExitOk;
};

int Run(Options& options) {
  if (options.update + options.check + options.remove + options.list > 1) {
    PrintError("--update, --check, --remove and --list are four different things; name one");
    return kExitUsage;
  }
  if (!options.block_size.empty()) {
    options.block_bytes = ParseByteCount(options.block_size).value_or(0);
    if (options.block_bytes < (4 << 10) || options.block_bytes > (1 << 20)) {
      PrintError("--block-size " + options.block_size + ": a size from 4KB to 1MB is needed");
      return kExitUsage;
    }
  }
  if (!ParseMostDecoded(options.most_decoded, options.most_decoded_bytes)) return kExitUsage;
  std::error_code error;
  if (!options.folder.empty() && !std::filesystem::is_directory(options.folder, error)) {
    PrintError("--out " + options.folder + ": no such folder");
    return kExitUsage;
  }
  return IndexCommand(options).Run();
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("path", options->paths, "files, folders or globs")->required()->type_name("PATH");
  app.add_option("--out", options->folder,
                 "keep the indexes in this folder instead of beside the data, for data that must not be touched")
      ->type_name("FOLDER")
      ->envname("QUARRY_INDEX_DIR");
  app.add_flag("--update", options->update,
               "leave indexes that fit their data as they are, and blocks of files that have grown");
  app.add_flag("--check", options->check, "compare indexes with all of their data; 1 when one does not fit");
  app.add_flag("--list", options->list, "show which files have an index, and whether it fits");
  app.add_flag("--remove", options->remove, "remove the indexes");
  app.add_option("--block-size", options->block_size,
                 "data in a block, what is skipped at once (default: 32KB; of event logs always a chunk)")
      ->type_name("SIZE");
  app.add_option("--reader", options->reader, "read the data with this reader instead of recognising it")
      ->type_name("NAME");
  AddMostDecodedOption(app, options->most_decoded);
  app.add_option("--threads", options->threads, "worker threads (default: all cores)")->check(CLI::Range(0, 4096));
  app.add_option("--format", options->format, "default: table on a terminal, else ndjson")
      ->check(CLI::IsMember({"table", "ndjson"}));
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kIndexCommand) = {
    .name = "index",
    .doc = "write side indexes, so that queries and hunts skip what cannot match",
    .details =
        "examples:\n"
        "  quarry index telemetry/                     FILE.qidx beside each file\n"
        "  quarry index telemetry/ --update            only what is new or has changed\n"
        "  quarry index evidence/ --out indexes/       the evidence stays as it is;\n"
        "  quarry hunt --index indexes/ -d evidence/   ... and the hunt finds them there\n"
        "  quarry index telemetry/ --check             does every byte still fit?\n",
    .setup = Setup,
};

}  // namespace quarry
