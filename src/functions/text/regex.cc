#include "functions/text/regex.h"

#include <re2/re2.h>

#include <array>
#include <mutex>
#include <unordered_map>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace quarry {

namespace {

constexpr uint32_t kStepLimit = 10'000'000;  // of one PCRE2 match: far above what detections need

std::string WithFlags(std::string_view pattern, const RegexOptions& options) {
  std::string flags;
  if (options.ignore_case) flags += 'i';
  if (options.dot_matches_newline) flags += 's';
  if (options.multi_line) flags += 'm';
  return flags.empty() ? std::string(pattern) : "(?" + flags + ")" + std::string(pattern);
}

// Does the pattern use what only a backtracking engine has?
bool NeedsBacktracking(std::string_view pattern) {
  for (size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      if (pattern[i + 1] >= '1' && pattern[i + 1] <= '9') return true;
      ++i;
    } else if (pattern[i] == '(' && pattern[i + 1] == '?') {
      const std::string_view rest = pattern.substr(i + 2);
      for (std::string_view form : {"=", "!", "<=", "<!", ">"})
        if (rest.starts_with(form)) return true;
    }
  }
  return false;
}

}  // namespace

struct Regex::Program {
  std::unique_ptr<re2::RE2> re2;
  pcre2_code* pcre = nullptr;
  pcre2_match_context* context = nullptr;
  int group_count = 0;
  std::vector<std::string> group_names;

  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    pcre2_code_free(pcre);
    pcre2_match_context_free(context);
  }
};

// The programs in use, and the last ones that were asked for.
class Regex::Programs {
 public:
  static Programs& Instance() {
    static auto* const instance = new Programs;  // never destroyed: threads may outlive main
    return *instance;
  }

  std::shared_ptr<const Program> Find(const std::string& key) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto at = known_.find(key);
    std::shared_ptr<const Program> program = at == known_.end() ? nullptr : at->second.lock();
    if (program) Keep(program);
    return program;
  }
  void Add(const std::string& key, const std::shared_ptr<const Program>& program) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (known_.size() >= sweep_at_) {
      std::erase_if(known_, [](const auto& entry) { return entry.second.expired(); });
      sweep_at_ = 2 * known_.size() + kKept;
    }
    known_[key] = program;
    Keep(program);
  }

 private:
  static constexpr size_t kKept = 64;

  void Keep(const std::shared_ptr<const Program>& program) {
    kept_[next_] = program;
    next_ = (next_ + 1) % kKept;
  }

  std::mutex mutex_;
  std::unordered_map<std::string, std::weak_ptr<const Program>> known_;
  std::array<std::shared_ptr<const Program>, kKept> kept_;  // shared with the Regexes that use them
  size_t next_ = 0;
  size_t sweep_at_ = 2 * kKept;
};

Regex::~Regex() = default;

Result<std::unique_ptr<const Regex>> Regex::Compile(std::string_view pattern, const RegexOptions& options) {
  std::string key = {static_cast<char>(options.dialect), options.ignore_case ? 'i' : '-',
                     options.dot_matches_newline ? 's' : '-', options.multi_line ? 'm' : '-'};
  key += pattern;
  std::shared_ptr<const Program> program = Programs::Instance().Find(key);
  if (!program) {
    Result<std::shared_ptr<const Program>> compiled = CompileProgram(pattern, options);
    if (!compiled) return compiled.error();
    program = std::move(*compiled);
    Programs::Instance().Add(key, program);
  }
  std::unique_ptr<Regex> regex(new Regex);
  regex->pattern_ = pattern;
  regex->group_count_ = program->group_count;
  regex->group_names_ = program->group_names;
  regex->program_ = std::move(program);
  return std::unique_ptr<const Regex>(std::move(regex));
}

Result<std::shared_ptr<const Regex::Program>> Regex::CompileProgram(std::string_view pattern,
                                                                    const RegexOptions& options) {
  auto program = std::make_shared<Program>();
  const std::string full = WithFlags(pattern, options);
  if (NeedsBacktracking(pattern)) {
    if (options.dialect == RegexDialect::kKql)
      return Error{"lookaround and backreferences are no part of KQL's regular expressions"};
    int code = 0;
    PCRE2_SIZE offset = 0;
    program->pcre = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(full.data()), full.size(),
                                  PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &code, &offset, nullptr);
    if (!program->pcre) {
      PCRE2_UCHAR message[200];
      pcre2_get_error_message(code, message, sizeof message);
      return Error{"invalid regular expression: " + std::string(reinterpret_cast<const char*>(message))};
    }
    pcre2_jit_compile(program->pcre, PCRE2_JIT_COMPLETE);  // where it fails, the interpreter runs
    program->context = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(program->context, kStepLimit);
    uint32_t groups = 0, names = 0, entry = 0;
    PCRE2_SPTR table = nullptr;
    pcre2_pattern_info(program->pcre, PCRE2_INFO_CAPTURECOUNT, &groups);
    pcre2_pattern_info(program->pcre, PCRE2_INFO_NAMECOUNT, &names);
    pcre2_pattern_info(program->pcre, PCRE2_INFO_NAMEENTRYSIZE, &entry);
    pcre2_pattern_info(program->pcre, PCRE2_INFO_NAMETABLE, &table);
    program->group_count = static_cast<int>(groups);
    program->group_names.resize(groups + 1);
    for (uint32_t i = 0; i < names; ++i, table += entry)
      program->group_names[static_cast<size_t>(table[0]) << 8 | table[1]] = reinterpret_cast<const char*>(table + 2);
    return std::shared_ptr<const Program>(std::move(program));
  }
  // RE2 spells named groups (?P<name>...); the languages allow (?<name>...) too.
  std::string spelled;
  for (size_t i = 0; i < full.size(); ++i) {
    spelled += full[i];
    if (full[i] == '\\' && i + 1 < full.size())
      spelled += full[++i];
    else if (full[i] == '(' && full.compare(i, 3, "(?<") == 0) {
      spelled += "?P";
      ++i;
    }
  }
  re2::RE2::Options settings;
  settings.set_log_errors(false);
  settings.set_max_mem(64 << 20);
  program->re2 = std::make_unique<re2::RE2>(spelled, settings);
  if (!program->re2->ok()) return Error{"invalid regular expression: " + program->re2->error()};
  program->group_count = program->re2->NumberOfCapturingGroups();
  program->group_names.resize(static_cast<size_t>(program->group_count) + 1);
  for (const auto& [number, name] : program->re2->CapturingGroupNames())
    program->group_names[static_cast<size_t>(number)] = name;
  return std::shared_ptr<const Program>(std::move(program));
}

bool Regex::Matches(std::string_view text) const {
  if (program_->re2)
    return program_->re2->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
  RegexGroups groups;
  return Find(text, 0, groups);
}

bool Regex::Find(std::string_view text, size_t from, RegexGroups& groups) const {
  const size_t count = static_cast<size_t>(group_count_) + 1;
  groups.assign(count, {});
  if (text.data() == nullptr) text = std::string_view("", 0);  // an empty match needs a place
  if (program_->re2) {
    constexpr size_t kFewGroups = 17;
    re2::StringPiece few[kFewGroups];
    std::vector<re2::StringPiece> many(count > kFewGroups ? count : 0);
    re2::StringPiece* pieces = count > kFewGroups ? many.data() : few;
    if (!program_->re2->Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED, pieces,
                              static_cast<int>(count)))
      return false;
    for (size_t i = 0; i < count; ++i)
      if (pieces[i].data()) groups[i] = {pieces[i].data(), pieces[i].size()};
    return true;
  }
  pcre2_match_data* data = pcre2_match_data_create_from_pattern(program_->pcre, nullptr);
  const int found = pcre2_match(program_->pcre, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, 0, data,
                                program_->context);
  if (found > 0) {
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data);
    for (size_t i = 0; i < static_cast<size_t>(found); ++i)
      if (ends[2 * i] != PCRE2_UNSET) groups[i] = text.substr(ends[2 * i], ends[2 * i + 1] - ends[2 * i]);
  }
  pcre2_match_data_free(data);
  return found > 0;
}

std::string ReplaceMatches(const Regex& regex, std::string_view text, std::string_view replacement) {
  std::string out;
  size_t copied = 0;
  ForEachMatch(regex, text, [&](const RegexGroups& groups) {
    const size_t begin = static_cast<size_t>(groups[0].data() - text.data());
    out.append(text, copied, begin - copied);
    for (size_t i = 0; i < replacement.size(); ++i) {
      if (replacement[i] != '\\' || i + 1 == replacement.size()) {
        out += replacement[i];
        continue;
      }
      const char c = replacement[++i];
      if (c >= '0' && c <= '9') {
        const size_t group = static_cast<size_t>(c - '0');
        if (group < groups.size()) out += groups[group];
      } else {
        if (c != '\\') out += '\\';
        out += c;
      }
    }
    copied = begin + groups[0].size();
    return true;
  });
  out.append(text, copied);
  return out;
}

Result<std::unique_ptr<const CallState>> PrepareRegex(const PrepareCall& call, size_t argument) {
  if (argument >= call.constants.size() || !call.constants[argument]) return std::unique_ptr<const CallState>();
  auto regex = Regex::Compile(call.constants[argument]->text(), {});
  if (!regex) return regex.error();
  return std::unique_ptr<const CallState>(std::move(regex.value()));
}

const Regex* RegexOf(const KernelCall& call, std::string_view pattern) {
  if (call.state) return static_cast<const Regex*>(call.state);
  struct Last {
    std::string pattern;
    std::unique_ptr<const Regex> regex;
    bool filled = false;
  };
  thread_local Last last;
  if (!last.filled || last.pattern != pattern) {
    last.pattern = pattern;
    last.filled = true;
    auto regex = Regex::Compile(pattern, {});
    last.regex = regex ? std::move(regex.value()) : nullptr;
  }
  return last.regex.get();
}

}  // namespace quarry
