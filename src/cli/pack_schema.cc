// `quarry pack schema`: the shapes of a package's files, as JSON Schema or as a page.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "packs/schema/shape.h"

namespace quarry {

std::function<int()> SetupPackSchema(CLI::App& app) {
  struct Options {
    std::string name = "pack";
    bool markdown = false;
  };
  auto options = std::make_shared<Options>();
  std::vector<std::string> names;
  for (const FileSchema& schema : AllFileSchemas()) names.emplace_back(schema.name);
  app.add_option("file", options->name, "which files")->check(CLI::IsMember(names))->capture_default_str();
  app.add_flag("--markdown", options->markdown, "tables of members, as in docs/reference");
  return [options] {
    for (const FileSchema& schema : AllFileSchemas()) {
      if (schema.name != options->name) continue;
      const std::string text = options->markdown ? MarkdownOf(schema) : JsonSchemaOf(schema);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return kExitOk;
  };
}

}  // namespace quarry
