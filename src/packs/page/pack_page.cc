// The page of a package. The entries are PackPage and PackIndexPage.
#include "packs/page/pack_page.h"

#include "packs/attack.h"
#include "packs/files.h"
#include "packs/page/page_writer.h"
#include "types/ticks.h"

namespace quarry {
namespace {

std::string Joined(const std::vector<std::string>& texts, std::string_view separator = ", ") {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : std::string(separator)) + Escaped(text);
  return out;
}

std::string Codes(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "<code>" : " <code>") + Escaped(name) + "</code>";
  return out;
}

std::string NameOfLanguage(std::string_view language) {
  return language == "sigma" ? "Sigma" : language == "kql" ? "KQL" : "CQL";
}

std::string PlatformOfLanguage(std::string_view language) {
  return language == "sigma" ? "Sigma (portable)"
         : language == "kql" ? "KQL (Sentinel, Defender)"
                             : "CQL (LogScale, Falcon)";
}

CodeLanguage CodeOfLang(Lang lang) {
  return lang == Lang::kKql ? CodeLanguage::kKql : lang == Lang::kCql ? CodeLanguage::kCql : CodeLanguage::kYaml;
}

CodeLanguage CodeOfRule(const PackRule& rule) {
  const std::string_view language = RuleLanguage(rule);
  return CodeOfLang(language == "kql" ? Lang::kKql : language == "cql" ? Lang::kCql : Lang::kSigma);
}

CodeLanguage CodeOfExecutor(std::string_view executor) {
  if (executor == "powershell") return CodeLanguage::kPowerShell;
  if (executor == "command_prompt") return CodeLanguage::kCommandPrompt;
  return executor == "sh" || executor == "bash" ? CodeLanguage::kShell : CodeLanguage::kPlain;
}

std::string FileName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string Label(std::string_view text) {
  return "<span class=\"chip end\">" + Escaped(text) + "</span>";
}

// A line of Markdown's first heading is the section's title already.
std::string_view WithoutTitle(std::string_view markdown) {
  if (!markdown.starts_with("# ")) return markdown;
  const size_t end = markdown.find('\n');
  return end == std::string_view::npos ? std::string_view() : markdown.substr(end + 1);
}

class PageBuilder {
 public:
  explicit PageBuilder(const PackContent& content) : content_(content), pack_(content.pack) {}
  std::string Build();

 private:
  std::string Header();
  void Overview();
  void Attack();
  void Detections();
  void RulePanel(size_t index);
  void Hunts();
  void DataNeeds();
  void ExclusionItem(const Exclusion& exclusion);
  void Benign();
  void Validation();
  void Guide(std::string_view id, std::string_view title, const std::string& markdown);
  void Atomics();
  void AtomicItem(const AtomicTest& test);
  void Tests();
  void References();
  void Changes();

  const PackContent& content_;
  const Pack& pack_;
  PageWriter out_;
};

std::string PageBuilder::Header() {
  std::string header =
      "<div class=\"crumb\"><a href=\"index.html\">Detection packages</a><button type=\"button\" "
      "id=\"theme\" hidden></button></div>\n<h1>" +
      Escaped(pack_.title) + "</h1>\n<p class=\"goal\">" + InlineCode(pack_.goal) + "</p>\n<ul class=\"chips\">\n";
  const std::string_view severity = LevelName(pack_.severity);
  header += Chip("Severity", severity, severity);
  header += Chip("Confidence", ConfidenceName(pack_.confidence));
  if (!pack_.impact.empty()) header += Chip("Impact", pack_.impact);
  header += Chip("Risk", pack_.risk_level + " · " + std::to_string(pack_.risk_score));
  header += Chip("Status", pack_.status) + Chip("Version", pack_.version);
  for (const AttackTechnique& technique : pack_.attributed) {
    header += "<li><a class=\"chip\" href=\"" + AttackUrl(technique.id) +
              "\" rel=\"noreferrer\"><span>ATT&amp;CK</span><b>" + Escaped(technique.id) + "</b></a></li>\n";
  }
  return header + "</ul>\n";
}

void PageBuilder::Overview() {
  out_.Section("overview", "Overview");
  out_.Paragraph(pack_.abstract);
  out_.Heading("Technical context");
  out_.Paragraph(pack_.technical_context);
  out_.Html("<div class=\"call\"><p><b>Priority " + Escaped(pack_.priority_level) + ".</b> " +
            InlineCode(pack_.priority_rationale) + "</p></div>\n");
  out_.Facts({{"Id", "<code>" + Escaped(pack_.id) + "</code>"},
              {"Story", Escaped(pack_.story)},
              {"Authors", Joined(pack_.authors)},
              {"Created", Escaped(pack_.created)},
              {"Modified", Escaped(pack_.modified)},
              {"Severity", std::string(LevelName(pack_.severity))},
              {"Confidence", std::string(ConfidenceName(pack_.confidence))},
              {"Impact", Escaped(pack_.impact)},
              {"Risk", Escaped(pack_.risk_level) + ", score " + std::to_string(pack_.risk_score) + " of 100. " +
                           InlineCode(pack_.risk_rationale)}});
}

void PageBuilder::Attack() {
  out_.Section("attack", "MITRE ATT&CK");
  out_.Html(
      "<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">Technique</th><th "
      "scope=\"col\">Tactic</th>"
      "<th scope=\"col\">Mapping</th><th scope=\"col\">Why</th></tr></thead><tbody>\n");
  for (const auto& [list, mapping] :
       {std::pair{&pack_.attributed, "attributed"}, std::pair{&pack_.observed, "observed"}}) {
    for (const AttackTechnique& technique : *list) {
      std::string tactics;
      for (const std::string& tactic : technique.tactics)
        tactics += (tactics.empty() ? "" : ", ") + ExternalLink(AttackUrl(tactic), TacticName(tactic));
      out_.Html("<tr><th scope=\"row\">" + ExternalLink(AttackUrl(technique.id), technique.id) + " " +
                Escaped(technique.name) + "</th><td data-label=\"Tactic\">" + tactics +
                "</td><td data-label=\"Mapping\">" + mapping + "</td><td>" + InlineCode(technique.note) +
                "</td></tr>\n");
    }
  }
  out_.Html("</tbody></table></div>\n<p>" +
            DownloadLink(pack_.id + ".navigator.json", NavigatorLayer(pack_), "Download the Navigator layer") +
            "</p>\n");
}

void PageBuilder::RulePanel(size_t index) {
  const PackRule& rule = pack_.rules[index];
  const bool sigma = RuleLanguage(rule) == "sigma";
  if (!rule.title.empty()) out_.Heading(rule.title);
  if (rule.title.empty()) out_.Heading(FileName(rule.file));
  if (!rule.description.empty()) out_.Paragraph(rule.description);
  if (!rule.hypothesis.empty()) out_.Html("<p><b>Hypothesis.</b> " + InlineCode(rule.hypothesis) + "</p>\n");
  if (!rule.interpretation.empty())
    out_.Html("<p><b>Reading the rows.</b> " + InlineCode(rule.interpretation) + "</p>\n");
  std::string entities;
  for (const RuleEntity& entity : rule.entities) {
    std::vector<std::string> columns;
    for (const PlacedText& column : entity.columns) columns.push_back(column.text);
    entities += (entities.empty() ? "" : " · ") + Escaped(entity.type) + " " + Codes(columns);
  }
  const std::string schedule =
      rule.schedule
          ? "every " + Escaped(rule.schedule->frequency) + ", looking back " + Escaped(rule.schedule->lookback) +
                (rule.schedule->trigger.empty() ? "" : ", when <code>" + Escaped(rule.schedule->trigger) + "</code>")
          : "";
  out_.Facts({{"Id", rule.id.empty() ? "" : "<code>" + Escaped(rule.id) + "</code>"},
              {"Level", sigma && !rule.level ? "" : std::string(LevelName(rule.level.value_or(pack_.severity)))},
              {"Confidence", std::string(ConfidenceName(rule.confidence.value_or(pack_.confidence)))},
              {"Platforms", Joined(rule.platforms)},
              {"Schedule", schedule},
              {"Entities", entities},
              {"Alert", InlineCode(rule.alert_title.text)},
              {"Description", InlineCode(rule.alert_description.text)}});
  out_.Code(rule.file, content_.rule_texts[index], CodeOfRule(rule), FileName(rule.file),
            sigma ? "Download the Sigma rule (.yml)" : "Download");
}

void PageBuilder::Detections() {
  out_.Section("detection", "Detection");
  out_.Html("<div class=\"tabs\" data-label=\"Languages\">\n");
  for (const std::string_view language : {"kql", "cql", "sigma"}) {
    bool open = false;
    for (size_t i = 0; i < pack_.rules.size(); ++i) {
      const PackRule& rule = pack_.rules[i];
      if (RuleLanguage(rule) != language || rule.hunt_only || !rule.enabled) continue;
      if (!open)
        out_.Html("<div class=\"panel\" id=\"rules-" + std::string(language) + "\" data-tab=\"" +
                  PlatformOfLanguage(language) + "\">\n");
      open = true;
      RulePanel(i);
    }
    if (open) out_.Html("</div>\n");
  }
  out_.Html("</div>\n");
  for (size_t i = 0; i < pack_.rules.size(); ++i) {
    const PackRule& rule = pack_.rules[i];
    if (rule.enabled) continue;
    out_.OpenItem("", Escaped(rule.title.empty() ? rule.file : rule.title), Label("for comparison"));
    out_.Code(rule.file, content_.rule_texts[i], CodeOfRule(rule), FileName(rule.file));
    out_.CloseItem();
  }
}

void PageBuilder::Hunts() {
  out_.Section("hunts", "Hunting queries");
  bool any = false;
  for (size_t i = 0; i < pack_.rules.size(); ++i) {
    const PackRule& rule = pack_.rules[i];
    if (!rule.hunt_only || !rule.enabled) continue;
    any = true;
    out_.OpenItem(Slug(rule.file), Escaped(rule.title.empty() ? rule.file : rule.title),
                  Label(NameOfLanguage(RuleLanguage(rule))));
    RulePanel(i);
    out_.CloseItem();
  }
  if (!any) out_.SoftParagraph("The package has no hunts.");
}

void PageBuilder::DataNeeds() {
  out_.Section("data", "Data needs");
  out_.Html("<ul class=\"cards\">\n");
  for (const DataNeed& need : pack_.data_needs) {
    out_.Html("<li><h3>" + Escaped(need.table) + "</h3><p class=\"soft\">" + Escaped(need.product) + " · " +
              Joined(need.platforms) + "</p>\n<p>" + Codes(need.columns) + "</p>\n");
    if (!need.connector.empty()) out_.Html("<p><b>Connector.</b> " + InlineCode(need.connector) + "</p>\n");
    if (!need.collection.empty()) out_.Html("<p><b>Collection.</b> " + InlineCode(need.collection) + "</p>\n");
    if (!need.components.empty()) out_.Html("<p><b>Data component.</b> " + Joined(need.components) + "</p>\n");
    for (const std::string& caveat : need.caveats) out_.Html("<p><b>Caveat.</b> " + InlineCode(caveat) + "</p>\n");
    out_.Html("</li>\n");
  }
  out_.Html("</ul>\n");
}

void PageBuilder::ExclusionItem(const Exclusion& exclusion) {
  out_.OpenItem("exclusion-" + Slug(exclusion.id), Escaped(exclusion.id), Label(EffectName(exclusion.effect)));
  out_.Paragraph(exclusion.reason);
  out_.Facts({{"Owner", Escaped(exclusion.owner)},
              {"Ends", FormatDateTime(exclusion.expires).substr(0, 10)},
              {"Tag", Escaped(exclusion.tag)},
              {"Rules", Codes(exclusion.rules)},
              {"Hosts", Codes(exclusion.hosts)},
              {"Lists to fill in", Codes(EmptyLists(exclusion, content_.exclusions.lists))}});
  out_.Code("Excluded when", exclusion.when, CodeOfLang(exclusion.lang));
  if (!exclusion.keep_if.empty()) out_.Code("Kept all the same if", exclusion.keep_if, CodeLanguage::kKql);
  out_.CloseItem();
}

void PageBuilder::Benign() {
  out_.Section("false-positives", "False positives and exclusions");
  out_.Html("<ul class=\"cards\">\n");
  for (const FalsePositive& benign : pack_.false_positives) {
    out_.Html("<li><h3>" + Escaped(benign.category) + "</h3><p>" + InlineCode(benign.description) + "</p>");
    if (!benign.tuning.empty()) out_.Html("<p class=\"soft\">" + InlineCode(benign.tuning) + "</p>");
    std::vector<std::string> ids;
    for (const PlacedText& id : benign.exclusions) ids.push_back(id.text);
    if (!ids.empty()) out_.Html("<p><b>Exclusions.</b> " + Codes(ids) + "</p>");
    out_.Html("</li>\n");
  }
  out_.Html("</ul>\n");
  if (!content_.exclusions.empty()) out_.Heading("Exclusions");
  for (const Exclusion& exclusion : content_.exclusions.exclusions) ExclusionItem(exclusion);
  out_.Section("blind-spots", "Blind spots and assumptions");
  out_.List(pack_.blind_spots);
}

void PageBuilder::Validation() {
  if (pack_.validation.empty()) return;
  out_.Section("validation", "Validation");
  out_.SoftParagraph("What each exercise leaves in the telemetry, and what the rules make of it.");
  for (const ValidationTest& test : pack_.validation) {
    out_.OpenItem("validation-" + Slug(test.id), Escaped(test.id + " · " + test.title), {}, true);
    out_.Html(
        "<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">Recorded by</th><th "
        "scope=\"col\">Expected "
        "signal</th></tr></thead><tbody>\n");
    for (const auto& [source, expect] : test.signals)
      out_.Html("<tr><th scope=\"row\">" + Escaped(source) + "</th><td>" + InlineCode(expect) + "</td></tr>\n");
    out_.Html("</tbody></table></div>\n<p><b>Outcome.</b> " + InlineCode(test.outcome) + "</p>\n");
    if (!test.notes.empty()) out_.Html("<p><b>Note.</b> " + InlineCode(test.notes) + "</p>\n");
    std::vector<std::string> files;
    for (const PlacedText& file : test.tests) files.push_back(file.text);
    std::string atomic;
    if (!test.atomic.text.empty())
      atomic = "<a href=\"#atomic-" + Slug(test.atomic.text) + "\">" + Escaped(test.atomic.text) + "</a>";
    out_.Facts({{"Exercise", atomic}, {"Package tests", Codes(files)}});
    out_.CloseItem();
  }
}

void PageBuilder::Guide(std::string_view id, std::string_view title, const std::string& markdown) {
  if (markdown.empty()) return;
  out_.Section(id, title);
  out_.Html(MarkdownHtml(WithoutTitle(markdown), 2));
}

void PageBuilder::AtomicItem(const AtomicTest& test) {
  out_.OpenItem("atomic-" + Slug(test.name), Escaped(test.name), Label(test.executor));
  out_.Html(MarkdownHtml(test.description, 4));
  out_.Facts({{"GUID", "<code>" + Escaped(test.guid) + "</code>"},
              {"Platforms", Joined(test.platforms)},
              {"Elevation", test.elevated ? "needed" : "not needed"}});
  if (!test.arguments.empty()) {
    out_.Html(
        "<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">Argument</th><th "
        "scope=\"col\">Default</th>"
        "<th scope=\"col\">Meaning</th></tr></thead><tbody>\n");
    for (const AtomicArgument& argument : test.arguments)
      out_.Html("<tr><th scope=\"row\"><code>" + Escaped(argument.name) + "</code></th><td><code>" +
                Escaped(argument.default_value) + "</code></td><td>" + InlineCode(argument.description) +
                "</td></tr>\n");
    out_.Html("</tbody></table></div>\n");
  }
  for (const AtomicDependency& dependency : test.dependencies) {
    out_.Paragraph("Needs: " + dependency.description);
    const CodeLanguage language = CodeOfExecutor(test.dependency_executor);
    out_.Code("Check", WithDefaults(test, dependency.check), language);
    if (!dependency.install.empty()) out_.Code("Install", WithDefaults(test, dependency.install), language);
  }
  const CodeLanguage language = CodeOfExecutor(test.executor);
  if (!test.steps.empty()) out_.Html(MarkdownHtml(WithDefaults(test, test.steps), 4));
  if (!test.command.empty())
    out_.Code("Command (" + test.executor + "), with the defaults", WithDefaults(test, test.command), language);
  if (!test.cleanup.empty()) out_.Code("Clean-up", WithDefaults(test, test.cleanup), language);
  out_.CloseItem();
}

void PageBuilder::Atomics() {
  if (content_.atomics.empty()) return;
  out_.Section("atomics", "Atomic tests");
  out_.Html(
      "<p>In the YAML of Atomic Red Team, for <code>Invoke-AtomicTest</code> and its kin. Run them where that is "
      "allowed.</p>\n");
  for (size_t i = 0; i < content_.atomics.size(); ++i) {
    const std::string& file = pack_.atomics[i].text;
    for (const AtomicTest& test : content_.atomics[i].tests) AtomicItem(test);
    Result<std::string> text = ReadWholeFile(content_.atomics[i].path);
    if (text) out_.Html("<p>" + DownloadLink(FileName(file), *text, "Download " + FileName(file)) + "</p>\n");
  }
}

void PageBuilder::Tests() {
  if (content_.tests.empty()) return;
  out_.Section("tests", "Package tests");
  out_.Html(
      "<p>Run by <code>quarry test</code>: telemetry in several forms, and what the rules of each language must find "
      "in "
      "it.</p>\n<div class=\"scroll\"><table class=\"stack\"><thead><tr><th scope=\"col\">Test</th><th "
      "scope=\"col\">Story</th><th "
      "scope=\"col\">Findings</th></tr></thead><tbody>\n");
  for (const PackTest& test : content_.tests) {
    out_.Html("<tr><th scope=\"row\"><code>" + Escaped(test.name) + "</code></th><td>" + InlineCode(test.about) +
              "</td><td data-label=\"Findings\">" +
              (!test.expect           ? "–"
               : test.expect->empty() ? "none"
                                      : std::to_string(test.expect->size())) +
              "</td></tr>\n");
  }
  out_.Html("</tbody></table></div>\n");
}

void PageBuilder::References() {
  out_.Section("references", "References");
  out_.Html("<ul class=\"refs\">\n");
  for (const Reference& reference : pack_.references) {
    out_.Html("<li>" + ExternalLink(reference.url, reference.title));
    if (!reference.note.empty()) out_.Html("<br><span class=\"soft\">" + InlineCode(reference.note) + "</span>");
    out_.Html("</li>\n");
  }
  out_.Html("</ul>\n");
}

void PageBuilder::Changes() {
  out_.Section("changes", "Changes");
  for (const PackChange& change : pack_.changes) {
    out_.Heading(change.version + " · " + change.date);
    out_.List(change.changes);
  }
}

std::string PageBuilder::Build() {
  Overview();
  Attack();
  Detections();
  Hunts();
  DataNeeds();
  Benign();
  Validation();
  Guide("investigation", "Investigation guide", content_.investigation);
  Guide("response", "Response playbook", content_.response);
  Guide("tuning", "Tuning guide", content_.tuning);
  Atomics();
  Tests();
  References();
  Changes();
  return out_.Finish(pack_.title + " · " + pack_.id, pack_.goal, Header());
}

}  // namespace

std::string PackPage(const PackContent& content) {
  return PageBuilder(content).Build();
}

std::string PackIndexPage(const std::vector<const Pack*>& packs, const std::vector<std::string>& files) {
  PageWriter out;
  out.Html("<ul class=\"cards\" style=\"padding:1.5rem 0 3rem\">\n");
  for (size_t i = 0; i < packs.size(); ++i) {
    const Pack& pack = *packs[i];
    std::string techniques;
    for (const auto* list : {&pack.attributed, &pack.observed}) {
      for (const AttackTechnique& technique : *list) techniques += Chip("", technique.id);
    }
    out.Html("<li style=\"background:var(--card)\"><h3><a href=\"" + Escaped(files[i]) + "\">" + Escaped(pack.title) +
             "</a></h3><p>" + InlineCode(pack.goal) + "</p><ul class=\"chips\">" +
             Chip("Severity", LevelName(pack.severity), LevelName(pack.severity)) + Chip("Version", pack.version) +
             techniques + "</ul></li>\n");
  }
  out.Html("</ul>\n");
  return out.Finish(
      "Detection packages", "Detection packages",
      "<div class=\"crumb\"><span>Quarry</span><button type=\"button\" id=\"theme\" hidden></button></div>\n"
      "<h1>Detection packages</h1>\n<p class=\"goal\">" +
          std::to_string(packs.size()) + (packs.size() == 1 ? " package" : " packages") + "</p>\n");
}

}  // namespace quarry
