// Reads the data options of a command line and makes the engine.
#include "cli/data_options.h"

#include <CLI/CLI.hpp>

#include <limits>

#include "base/ascii.h"
#include "cli/interrupt.h"
#include "cli/report.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
std::optional<uint64_t> ParseByteCount(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && IsAsciiDigit(text[digits])) ++digits;
  std::optional<int64_t> number = ParseInteger(text.substr(0, digits));
  if (!number || *number <= 0) return std::nullopt;
  const uint64_t count = static_cast<uint64_t>(*number);
  const std::string unit = AsciiLowered(text.substr(digits));
  const int shift = unit.empty() || unit == "b"   ? 0
                    : unit == "kb" || unit == "k" ? 10
                    : unit == "mb" || unit == "m" ? 20
                    : unit == "gb" || unit == "g" ? 30
                    : unit == "tb" || unit == "t" ? 40
                                                  : -1;
  if (shift < 0 || count > std::numeric_limits<uint64_t>::max() >> shift) return std::nullopt;
  return count << shift;
}

void AddMostDecodedOption(CLI::App& app, std::string& text) {
  app.add_option("--max-decoded", text,
                 "give a compressed input up when it decodes to more, as 100GB (default: 4GB or 2000 times its size, "
                 "whichever is more)")
      ->type_name("SIZE");
}

bool ParseMostDecoded(const std::string& text, uint64_t& bytes) {
  if (text.empty()) return true;
  const std::optional<uint64_t> parsed = ParseByteCount(text);
  if (parsed)
    bytes = *parsed;
  else
    PrintError("--max-decoded " + text + ": not a size; use 512MB or 100GB");
  return parsed.has_value();
}

void AddDataOptions(CLI::App& app, DataOptions& options) {
  app.add_option("-d,--data", options.data, "file, folder or glob; TABLE=PATH says which table it holds")
      ->type_name("[TABLE=]PATH");
  app.add_option("--reader", options.reader, "read the data with this reader instead of recognising it")
      ->type_name("NAME");
  app.add_option("--now", options.now, "the time that now() and ago() see: a time, or `latest` for the newest event")
      ->type_name("TIME|latest");
  app.add_option("--lookups", options.lookups,
                 "folder of the lookup files that queries name (default: the current one)")
      ->type_name("FOLDER");
  app.add_option("--threads", options.threads, "worker threads (default: all cores)")->check(CLI::Range(0, 4096));
  app.add_option("--memory", options.memory_limit, "memory for joins and grouping, as 512MB; the rest spills to disk")
      ->type_name("SIZE");
  AddMostDecodedOption(app, options.most_decoded);
  app.add_flag("--unordered", options.unordered, "leave rows without an order as they come: quicker, not repeatable");
  app.add_flag("--no-optimizer", options.no_optimizer, "run the plan as it was bound")->group("Checking");
  app.add_option("--index", options.index_folder, "folder of side indexes (default: beside the data)")
      ->type_name("FOLDER")
      ->envname("QUARRY_INDEX_DIR");
  app.add_flag("--no-index", options.no_index, "use no side indexes")->group("Checking");
  app.add_flag("--no-prefilter", options.no_prefilter, "parse every record")->group("Checking");
}

InputSpec ParseInputSpec(const std::string& text) {
  InputSpec spec;
  size_t equals = text.find('=');
  bool named = equals != std::string::npos && equals > 0;
  for (size_t i = 0; named && i < equals; ++i) {
    named = IsAsciiAlnum(text[i]) || text[i] == '_' || text[i] == '#';
  }
  spec.path = named ? text.substr(equals + 1) : text;
  if (named) spec.table = text.substr(0, equals);
  return spec;
}

std::unique_ptr<Engine> MakeEngine(const DataOptions& options, DiagnosticList& diagnostics) {
  EngineOptions engine_options;
  engine_options.lookup_dir = options.lookups;
  engine_options.lookups_may_miss = options.lookups_may_miss;
  engine_options.threads = options.threads;
  engine_options.cancelled = &InterruptFlag();
  engine_options.optimize = !options.no_optimizer;
  engine_options.prefilter = !options.no_prefilter;
  engine_options.use_index = !options.no_index;
  engine_options.index_folder = options.index_folder;
  engine_options.stable_order = !options.unordered;
  engine_options.live = options.live;
  engine_options.stay_open = true;  // main ends the process
  if (options.now == "latest") {
    engine_options.now_latest = true;
  } else if (!options.now.empty()) {
    engine_options.now = ParseDateTime(options.now);
    if (!engine_options.now) {
      PrintError("--now " + options.now + ": not a time; use 2024-05-01T10:00:00Z or `latest`");
      return nullptr;
    }
  }
  if (!options.memory_limit.empty()) {
    engine_options.memory_limit = ParseByteCount(options.memory_limit).value_or(0);
    if (engine_options.memory_limit == 0) {
      PrintError("--memory " + options.memory_limit + ": not a size; use 512MB or 4GB");
      return nullptr;
    }
  }
  if (!ParseMostDecoded(options.most_decoded, engine_options.most_decoded)) return nullptr;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(engine_options);
  if (!engine) {
    PrintError(engine.error().message);
    return nullptr;
  }
  for (const std::string& text : options.data) {
    InputSpec spec = ParseInputSpec(text);
    spec.format = options.reader;
    (*engine)->AddInput(spec, diagnostics);
  }
  return std::move(*engine);
}

bool ParseParameters(const std::vector<std::string>& texts, std::map<std::string, std::string>& parameters) {
  for (const std::string& text : texts) {
    size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      PrintError("--param " + text + ": write NAME=VALUE");
      return false;
    }
    parameters[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return true;
}

}  // namespace quarry
