// Options that every command over telemetry has (-d, --now, --threads, ...), and the engine that they ask for.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"

namespace CLI {
class App;
}

namespace quarry {

struct DataOptions {
  std::vector<std::string> data;  // "[TABLE=]PATH"
  std::string reader;             // "": recognised
  std::string now;                // "", a time, or "latest"
  std::string lookups;            // folder of lookup files
  bool lookups_may_miss = false;  // set where queries are only bound; no option of its own
  int threads = 0;
  std::string memory_limit;  // "", "512MB", "4GB"
  std::string most_decoded;  // the same
  bool no_optimizer = false;
  bool no_prefilter = false;
  bool no_index = false;
  std::string index_folder;  // "": indexes lie beside the data
  bool unordered = false;
  bool live = false;  // set by commands that write rows as they come: those from pipes at once
};

// REQUIRES: `options` outlives the parsing of `app`.
void AddDataOptions(CLI::App& app, DataOptions& options);

// `--max-decoded`; Parse gives false when it is no size (already reported) and leaves `bytes` when it was not stated.
void AddMostDecodedOption(CLI::App& app, std::string& text);
bool ParseMostDecoded(const std::string& text, uint64_t& bytes);

// "[TABLE=]PATH": the table is what stands before the first `=` when it looks like a name.
InputSpec ParseInputSpec(const std::string& text);

// Makes the engine and adds the inputs; problems with inputs are diagnostics, and the rest goes on. nullptr when an
// option is wrong (already reported).
std::unique_ptr<Engine> MakeEngine(const DataOptions& options, DiagnosticList& diagnostics);

// "512MB", "4GB", "1TB", "1048576"; nullopt when it is none of them.
std::optional<uint64_t> ParseByteCount(std::string_view text);

// Name=value pairs of `--param`; false when one has no `=` (already reported).
bool ParseParameters(const std::vector<std::string>& texts, std::map<std::string, std::string>& parameters);

}  // namespace quarry
