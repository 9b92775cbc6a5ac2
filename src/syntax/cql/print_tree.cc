// PrintTree: one line a node, for parse goldens.
#include <string>

#include "syntax/cql/parser.h"

namespace quarry::cql {
namespace {

class Printer {
 public:
  std::string out;

  void Line(int depth, const std::string& text) {
    out.append(depth * 2, ' ');
    out += text;
    out += '\n';
  }

  static std::string Quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      if (c == '\n')
        out += "\\n";
      else
        out += c;
    }
    return out + "\"";
  }
  static std::string Show(const Text& text) {
    switch (text.form) {
      case Text::Form::kBare:
        return std::string(text.text);
      case Text::Form::kQuoted:
        return Quoted(text.text);
      case Text::Form::kRegex:
        return "/" + std::string(text.text) + "/" + std::string(text.flags);
      case Text::Form::kBacktick:
        return "`" + std::string(text.text) + "`";
      case Text::Form::kParameter:
        return "?" + std::string(text.text) + (text.has_default ? "=" + Quoted(text.fallback) : "");
    }
    return "";
  }

  void Print(const Pipeline& pipeline, int depth) {
    for (const Stage& stage : pipeline.stages) Print(stage, depth);
  }
  void Print(const Stage& stage, int depth) {
    switch (stage.kind) {
      case Stage::Kind::kFilter:
        Line(depth, "filter");
        return Print(*stage.filter, depth + 1);
      case Stage::Kind::kCall:
        return Print(*stage.call, depth);
      case Stage::Kind::kAssign:
        Line(depth, "assign " + Show(stage.field));
        return Print(*stage.value, depth + 1);
      case Stage::Kind::kStats:
        Line(depth, "stats");
        return Print(*stage.value, depth + 1);
      case Stage::Kind::kParameter:
        return Line(depth, "parameter " + Show(stage.field));
      case Stage::Kind::kCase:
        Line(depth, "case");
        for (const Branch& branch : stage.branches) {
          Line(depth + 1, "branch");
          Print(*branch.body, depth + 2);
        }
        return;
      case Stage::Kind::kMatch:
        Line(depth, "match " + Show(stage.field));
        for (const Branch& branch : stage.branches) {
          if (branch.guard_call) {
            Line(depth + 1, "branch");
            Print(*branch.guard_call, depth + 2);
            Line(depth + 2, "=>");
          } else {
            Line(depth + 1, "branch " + Show(branch.guard) + " =>");
          }
          Print(*branch.body, depth + 2);
        }
        return;
    }
  }
  void Print(const Filter& filter, int depth) {
    switch (filter.kind) {
      case Filter::Kind::kAnd:
      case Filter::Kind::kOr:
      case Filter::Kind::kNot:
        Line(depth, filter.kind == Filter::Kind::kAnd ? "and" : filter.kind == Filter::Kind::kOr ? "or" : "not");
        for (const Filter* operand : filter.operands) Print(*operand, depth + 1);
        return;
      case Filter::Kind::kCompare:
        if (filter.value_call) {
          Line(depth, Show(filter.field) + " " + std::string(CompareOpText(filter.op)));
          return Print(*filter.value_call, depth + 1);
        }
        return Line(depth, Show(filter.field) + " " + std::string(CompareOpText(filter.op)) + " " + Show(filter.value));
      case Filter::Kind::kFreeText:
        return Line(depth, "text " + Show(filter.value));
      case Filter::Kind::kEverything:
        return Line(depth, "*");
      case Filter::Kind::kConstant:
        return Line(depth, filter.constant ? "true" : "false");
      case Filter::Kind::kCall:
        return Print(*filter.call, depth);
    }
  }
  void Print(const Call& call, int depth) {
    std::string head = call.has_subject ? Show(call.subject) + (call.negated ? " !=~ " : " =~ ") : "";
    Line(depth, head + (call.saved_query ? "saved query " : "call ") + std::string(call.name));
    for (const Argument& argument : call.args) Print(argument, depth + 1);
  }
  void Print(const Argument& argument, int depth) {
    if (argument.name.empty()) {
      Print(*argument.value, depth);
    } else {
      Line(depth, std::string(argument.name) + "=");
      Print(*argument.value, depth + 1);
      for (const Argument& attribute : argument.attributes) Print(attribute, depth + 1);
    }
  }
  void Print(const Expr& e, int depth) {
    switch (e.kind) {
      case Expr::Kind::kWord:
        return Line(depth, std::string(e.text));
      case Expr::Kind::kString:
        return Line(depth, Quoted(e.text));
      case Expr::Kind::kParameter:
      case Expr::Kind::kRegex:
        return Line(depth, Show(e.parameter));
      case Expr::Kind::kPattern:
        return Line(depth, "pattern " + std::string(e.text));
      case Expr::Kind::kCall:
        return Print(*e.call, depth);
      case Expr::Kind::kUnary:
      case Expr::Kind::kBinary:
        Line(depth, std::string(e.op));
        break;
      case Expr::Kind::kArray:
        Line(depth, "[]");
        break;
      case Expr::Kind::kAssign:
        Line(depth, std::string(e.text) + " :=");
        break;
      case Expr::Kind::kPipeline:
        Line(depth, "{}");
        return Print(*e.pipeline, depth + 1);
      case Expr::Kind::kFilter:
        Line(depth, "filter");
        return Print(*e.filter, depth + 1);
    }
    for (const Expr* operand : e.operands) Print(*operand, depth + 1);
  }
};

}  // namespace

std::string PrintTree(const Pipeline& pipeline) {
  Printer printer;
  printer.Print(pipeline, 0);
  return printer.out;
}

}  // namespace quarry::cql
