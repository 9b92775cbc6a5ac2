// `quarry convert`: rules in the language of another platform.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/convert_files.h"
#include "cli/report.h"
#include "convert/convert.h"
#include "engine/data_dir.h"

namespace quarry {
namespace {

struct Options {
  std::string target;
  std::string pipeline;
  std::string format = "query";
  std::string output;
  bool allow_skipped = false;
  std::vector<std::string> paths;
};

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

int Run(const Options& options) {
  ConvertJob job;
  job.format = options.format;
  job.output = options.output;
  job.allow_skipped = options.allow_skipped;
  job.paths = options.paths;
  Result<convert::Converter> converter = convert::Converter::Load(FindDataDir());
  if (!converter) {
    PrintError(converter.error().message);
    return kExitUsage;
  }
  job.converter = &*converter;
  if (options.target != "sigma") {
    job.target = convert::FindConvertTarget(options.target);
    job.pipeline = converter->pipelines().Find(options.target, options.pipeline);
    if (job.pipeline == nullptr) {
      PrintError("--pipeline: `" + options.pipeline + "` does not serve " + options.target + ", which has " +
                 Joined(converter->pipelines().NamesFor(options.target)));
      return kExitUsage;
    }
  } else if (!options.pipeline.empty() || options.format == "rule") {
    PrintError("--to sigma takes neither --pipeline nor --format rule");
    return kExitUsage;
  }
  return ConvertFiles(job);
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::vector<std::string> targets{"sigma"};
  for (const ConvertTarget* target : AllConvertTargets()) targets.emplace_back(target->name);
  std::sort(targets.begin(), targets.end());
  app.add_option("--to", options->target, "language of the result")->required()->check(CLI::IsMember(targets));
  app.add_option("--pipeline,--platform", options->pipeline, "telemetry that the query is for: its tables and fields")
      ->type_name("NAME");
  app.add_option("--format", options->format, "the query, the platform's rule around it, or JSON with what was refused")
      ->check(CLI::IsMember({"query", "rule", "json"}));
  app.add_option("-o,--output", options->output, "folder for a file a rule")->type_name("DIR");
  app.add_flag("--allow-skipped", options->allow_skipped, "refused rules do not count as an error");
  app.add_option("rules", options->paths, "rule files and folders")->required()->type_name("FILE");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kConvertCommand) = {
    .name = "convert",
    .doc = "write rules in the language of another platform, or say why that would change their meaning",
    .details =
        "examples:\n"
        "  quarry convert --to kql rules/serverless.yml\n"
        "  quarry convert --to spl --format rule -o out/ rules/\n"
        "  quarry convert --to sigma hunt.kql\n",
    .setup = Setup,
};

}  // namespace quarry
