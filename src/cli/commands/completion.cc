// `quarry completion bash|zsh|fish`: a completion script, written from the commands and options that exist.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/application.h"
#include "cli/command.h"

namespace quarry {
namespace {

struct CommandWords {
  std::string name, doc;
  std::vector<std::pair<std::string, std::string>> options;  // "--format", description
  std::vector<std::pair<std::string, std::string>> actions;  // "lookup" of `providers`, description
};

// Of a command and its actions, each once.
void AddOptions(const CLI::App& command, CommandWords& entry) {
  const auto add = [&entry](const std::string& name, const std::string& doc) {
    for (const auto& [known, unused] : entry.options)
      if (known == name) return;
    entry.options.emplace_back(name, doc);
  };
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) add("--" + name, option->get_description());
    for (const std::string& name : option->get_snames()) add("-" + name, option->get_description());
  }
  for (const CLI::App* action : command.get_subcommands([](const CLI::App*) { return true; })) {
    entry.actions.emplace_back(action->get_name(), action->get_description());
    AddOptions(*action, entry);
  }
}

std::vector<CommandWords> Words(const CLI::App& app) {
  std::vector<CommandWords> words;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    CommandWords entry{command->get_name(), command->get_description(), {}, {}};
    AddOptions(*command, entry);
    words.push_back(std::move(entry));
  }
  return words;
}

// Text for single quotes in a shell.
std::string Quoted(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return "'" + out + "'";
}

std::string Bash(const std::vector<CommandWords>& commands) {
  std::string names, cases, actions;
  for (const CommandWords& command : commands) {
    names += " " + command.name;
    if (!command.actions.empty()) {
      actions += "    " + command.name + ") words=\"";
      for (const auto& [action, doc] : command.actions) actions += action + " ";
      actions += "\" ;;\n";
    }
    cases += "    " + command.name + ") words=\"";
    for (const auto& [option, doc] : command.options) cases += option + " ";
    cases += "\" ;;\n";
  }
  return "# bash completion of quarry: source <(quarry completion bash)\n"
         "_quarry() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\"\"\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    COMPREPLY=($(compgen -W \"" +
         names.substr(1) +
         "\" -- \"$word\"))\n"
         "    return\n"
         "  fi\n"
         "  case $previous in\n"
         "    -l|--language) words=\"kql cql sigma\" ;;\n"
         "    --format) words=\"table json ndjson csv markdown\" ;;\n"
         "    --color) words=\"auto always never\" ;;\n"
         "    --now) words=\"latest\" ;;\n"
         "    completion) words=\"bash zsh fish\" ;;\n" +
         actions +
         "  esac\n"
         "  if [ -z \"$words\" ] && [[ $word == -* ]]; then\n"
         "    case ${COMP_WORDS[1]} in\n" +
         cases +
         "    esac\n"
         "  fi\n"
         "  if [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "  else COMPREPLY=($(compgen -f -- \"$word\")); fi\n"
         "}\n"
         "complete -o filenames -F _quarry quarry\n";
}

std::string Zsh(const std::vector<CommandWords>& commands) {
  auto entry = [](const std::string& name, const std::string& doc) {
    std::string text;
    for (char c : doc) {
      if (c == ':') text += '\\';
      text += c;
    }
    return "      " + Quoted(name + ":" + text) + "\n";
  };
  std::string names, cases, actions;
  for (const CommandWords& command : commands) {
    names += entry(command.name, command.doc);
    cases += "    " + command.name + ")\n      options=(\n";
    for (const auto& [option, doc] : command.options) cases += entry(option, doc);
    cases += "      ) ;;\n";
    if (command.actions.empty()) continue;
    actions += "    " + command.name + ") compadd";
    for (const auto& [action, doc] : command.actions) actions += " " + action;
    actions += "; return ;;\n";
  }
  return "#compdef quarry\n"
         "# zsh completion of quarry: quarry completion zsh > a folder of $fpath, as _quarry\n"
         "_quarry() {\n"
         "  local -a commands options\n"
         "  if (( CURRENT == 2 )); then\n"
         "    commands=(\n" +
         names +
         "    )\n"
         "    _describe command commands\n"
         "    return\n"
         "  fi\n"
         "  case ${words[CURRENT-1]} in\n"
         "    -l|--language) compadd kql cql sigma; return ;;\n"
         "    --format) compadd table json ndjson csv markdown; return ;;\n"
         "    --color) compadd auto always never; return ;;\n"
         "    completion) compadd bash zsh fish; return ;;\n" +
         actions +
         "  esac\n"
         "  case ${words[2]} in\n" +
         cases +
         "  esac\n"
         "  if [[ ${words[CURRENT]} == -* ]]; then _describe option options; else _files; fi\n"
         "}\n"
         "compdef _quarry quarry\n";
}

std::string Fish(const std::vector<CommandWords>& commands) {
  std::string text =
      "# fish completion of quarry: quarry completion fish | source\n"
      "complete -c quarry -n __fish_use_subcommand -f\n";
  for (const CommandWords& command : commands) {
    text += "complete -c quarry -n __fish_use_subcommand -a " + command.name + " -d " + Quoted(command.doc) + "\n";
    for (const auto& [option, doc] : command.options) {
      const bool is_long = option.starts_with("--");
      text += "complete -c quarry -n '__fish_seen_subcommand_from " + command.name + "' " + (is_long ? "-l " : "-s ") +
              option.substr(is_long ? 2 : 1) + " -d " + Quoted(doc) + "\n";
    }
    for (const auto& [action, doc] : command.actions) {
      text += "complete -c quarry -n '__fish_seen_subcommand_from " + command.name + "' -f -a " + action + " -d " +
              Quoted(doc) + "\n";
    }
  }
  return text + "complete -c quarry -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n";
}

std::function<int()> Setup(CLI::App& app) {
  auto shell = std::make_shared<std::string>();
  app.add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  return [shell] {
    std::unique_ptr<Application> application = MakeApplication();
    std::vector<CommandWords> words = Words(*application->app);
    std::string text = *shell == "bash" ? Bash(words) : *shell == "zsh" ? Zsh(words) : Fish(words);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kExitOk;
  };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kCompletionCommand) = {
    .name = "completion",
    .doc = "print a completion script for bash, zsh or fish",
    .details = "example:\n  source <(quarry completion bash)\n",
    .setup = Setup,
};

}  // namespace quarry
