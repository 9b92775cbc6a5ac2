// golden_runner [--accept] FILE...: runs the commands of golden files in the repository's folder and compares what they
// print. A file is a list of
//   # comment
//   $ command            run by bash, with `quarry` on the path
//   > line of stdout
//   ! line of stderr
//   = exit code          left out: 0
// A Markdown file (README, docs) is checked by its ```console blocks: `$ command` lines, each followed by what the
// command prints on stdout and stderr together; a command goes on in the next line after a backslash.
// --accept writes what came into the file, for review with `git diff`.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Command {
  size_t line = 0;
  std::vector<std::string> before;  // comments and blank lines
  std::string text;
  std::string out, err;
  int code = 0;
  bool merged = false;  // Markdown: out holds both streams, the exit code is not shown
};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool ParseMarkdown(const std::string& path, std::vector<Command>& commands, std::vector<std::string>& after) {
  std::istringstream in(ReadFile(path));
  size_t number = 0;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) inside = line == "```console";
    if (!inside || line.starts_with("```")) {
      after.push_back(line);
    } else if (line.starts_with("$ ")) {
      Command command;
      command.line = number;
      command.before = std::exchange(after, {});
      command.merged = true;
      command.text = line.substr(2);
      while (command.text.ends_with('\\') && std::getline(in, line)) {
        ++number;
        command.text += "\n" + line;
      }
      commands.push_back(std::move(command));
    } else if (commands.empty()) {
      return false;
    } else {
      commands.back().out += line + "\n";
    }
  }
  return true;
}

bool Parse(const std::string& path, std::vector<Command>& commands, std::vector<std::string>& after) {
  std::istringstream in(ReadFile(path));
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') {
      after.push_back(line);
      continue;
    }
    if (line.starts_with("$ ")) {
      commands.push_back({number, std::exchange(after, {}), line.substr(2), "", "", 0});
      continue;
    }
    const std::string content = line.size() > 2 ? line.substr(2) : "";
    if (commands.empty() || !after.empty() || (line.size() > 1 && line[1] != ' ')) return false;
    Command& command = commands.back();
    if (line[0] == '>')
      command.out += content + "\n";
    else if (line[0] == '!')
      command.err += content + "\n";
    else if (line[0] == '=')
      command.code = std::atoi(content.c_str());
    else
      return false;
  }
  return !commands.empty();
}

Command Run(const Command& command, const std::string& folder) {
  Command result = command;
  const std::string script = folder + "/script", out = folder + "/out", err = folder + "/err";
  std::ofstream(script) << command.text << "\n";
  const std::string to = command.merged ? " 2>&1" : " 2>" + err;
  const int status = std::system(("bash " + script + " >" + out + to + " </dev/null").c_str());
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = ReadFile(out);
  result.err = command.merged ? "" : ReadFile(err);
  return result;
}

void AppendLines(const std::string& text, char mark, std::string& to) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    to += line.empty() ? std::string(1, mark) + "\n" : mark + (" " + line) + "\n";
}

std::string Format(const Command& command) {
  std::string text = "$ " + command.text + "\n";
  if (command.merged) return text + command.out;
  AppendLines(command.out, '>', text);
  AppendLines(command.err, '!', text);
  if (command.code != 0) text += "= " + std::to_string(command.code) + "\n";
  return text;
}

// How many commands of the file do not give what the file says.
int RunFile(const std::string& path, bool accept, const std::string& folder) {
  std::vector<Command> commands;
  std::vector<std::string> rest;
  if (!(path.ends_with(".md") ? ParseMarkdown(path, commands, rest) : Parse(path, commands, rest))) {
    std::printf("FAIL %s: not a golden file\n", path.c_str());
    return 1;
  }
  int failed = 0;
  std::string accepted;
  for (const Command& command : commands) {
    const Command actual = Run(command, folder);
    for (const std::string& line : command.before) accepted += line + "\n";
    accepted += Format(actual);
    const std::string expected_text = Format(command), actual_text = Format(actual);
    if (expected_text == actual_text) continue;
    ++failed;
    std::printf("FAIL %s:%zu\n--- expected\n%s--- actual\n%s", path.c_str(), command.line, expected_text.c_str(),
                actual_text.c_str());
  }
  std::printf("%s: %zu commands, %d differ\n", path.c_str(), commands.size(), failed);
  if (!accept) return failed;
  for (const std::string& line : rest) accepted += line + "\n";
  std::ofstream(path, std::ios::binary) << accepted;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  const std::string folder = (fs::temp_directory_path() / ("quarry-golden-" + std::to_string(getpid()))).string();
  fs::create_directories(folder);
  const std::string bin = fs::read_symlink("/proc/self/exe").parent_path().string();
  const char* path = std::getenv("PATH");
  setenv("PATH", (bin + ":" + (path == nullptr ? "" : path)).c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  unsetenv("NO_COLOR");
  bool accept = false;
  int failed = 0;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--accept") == 0)
      accept = true;
    else
      failed += RunFile(argv[i], accept, folder);
  }
  fs::remove_all(folder);
  return failed == 0 ? 0 : 1;
}
