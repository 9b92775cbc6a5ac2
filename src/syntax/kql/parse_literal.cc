// Literals, and the JSON inside dynamic(...). Part of Parser.
#include <string>

#include "syntax/kql/parser_state.h"

namespace quarry::kql {
namespace {

LiteralKind TypedKind(std::string_view type) {
  switch (type.front()) {
    case 'd':
      return type == "double" ? LiteralKind::kReal : type == "decimal" ? LiteralKind::kDecimal : LiteralKind::kDateTime;
    case 't':
      return LiteralKind::kTimeSpan;
    case 'g':
    case 'u':
      return LiteralKind::kGuid;
    case 'i':
      return type == "int64" ? LiteralKind::kLong : LiteralKind::kInt;
    case 'l':
      return LiteralKind::kLong;
    case 'r':
      return LiteralKind::kReal;
    default:
      return LiteralKind::kBool;
  }
}

void AppendJsonText(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[(c >> 4) & 15];
          out += kHex[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace

const Expr* Parser::ParseLiteral() {
  const Token& token = Peek();
  if (token.kind == TokenKind::kDynamic) return ParseDynamic();
  Take();
  Expr* literal = NewExpr(Expr::Kind::kLiteral, token.span);
  literal->text = token.text;
  switch (token.kind) {
    case TokenKind::kString:
      literal->literal = LiteralKind::kString;
      if (Peek().kind == TokenKind::kString) {  // adjacent strings are one
        std::string joined(token.text);
        while (Peek().kind == TokenKind::kString) joined += Take().text;
        literal->text = arena_.Copy(joined);
        literal->span = SpanFrom(token.span);
      }
      break;
    case TokenKind::kReal:
      literal->literal = LiteralKind::kReal;
      break;
    case TokenKind::kTimeSpan:
      literal->literal = LiteralKind::kTimeSpan;
      break;
    case TokenKind::kTyped:
      literal->literal = TypedKind(token.type);
      break;
    default:
      literal->literal = LiteralKind::kLong;
      break;
  }
  return literal;
}

const Expr* Parser::ParseDynamic() {
  Span start = Take().span;
  Take();
  std::string json;
  size_t open = at_;
  if (!ParseJson(json, 0)) {
    int depth = 0;  // to the parenthesis that closes dynamic(
    while (!AtEnd() && !AtSymbol(";")) {
      if (AtSymbol("(")) depth++;
      if (AtSymbol(")") && depth-- == 0) break;
      Take();
    }
  }
  if (!TakeSymbol(")")) {
    if (at_ != open) Expected("`)`");
    Synchronize(false);
    TakeSymbol(")");
  }
  Expr* literal = NewExpr(Expr::Kind::kLiteral, start);
  literal->literal = LiteralKind::kDynamic;
  literal->text = arena_.Copy(json);
  return literal;
}

// Appends compact JSON. Beyond JSON, dynamic takes single quotes, verbatim strings and typed literals as values.
bool Parser::ParseJson(std::string& out, int depth) {
  if (depth > 100) {
    Expected("less nesting");
    return false;
  }
  const Token& token = Peek();
  switch (token.kind) {
    case TokenKind::kString: {
      std::string joined;
      while (Peek().kind == TokenKind::kString) joined += Take().text;
      AppendJsonText(joined, out);
      return true;
    }
    case TokenKind::kLong:
    case TokenKind::kReal:
      Take();
      if (token.text.size() > 2 && token.text[0] == '0' && (token.text[1] == 'x' || token.text[1] == 'X')) {
        uint64_t value = 0;
        for (char c : token.text.substr(2))
          value = value * 16 + static_cast<uint64_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
        out += std::to_string(value);
        return true;
      }
      out += token.text;
      if (out.back() == '.') out += '0';
      return true;
    case TokenKind::kTyped:
      Take();
      if (token.text == "null")
        out += "null";
      else if (token.type == "long" || token.type == "int" || token.type == "real" || token.type == "double" ||
               token.type == "bool")
        out += token.text;
      else
        AppendJsonText(token.text, out);
      return true;
    case TokenKind::kTimeSpan:
      Take();
      AppendJsonText(token.text, out);
      return true;
    case TokenKind::kDynamic: {
      Take();
      Take();
      return ParseJson(out, depth + 1) && ExpectSymbol(")");
    }
    case TokenKind::kName:
      if (token.text == "null" || token.text == "true" || token.text == "false") {
        out += Take().text;
        return true;
      }
      break;
    case TokenKind::kSymbol:
      if ((token.text == "-" || token.text == "+") &&
          (Peek(1).kind == TokenKind::kLong || Peek(1).kind == TokenKind::kReal)) {
        if (Take().text == "-") out += '-';
        return ParseJson(out, depth);
      }
      if (token.text == "[") {
        Take();
        out += '[';
        bool first = true;
        while (!AtSymbol("]")) {
          if (!first) out += ',';
          first = false;
          if (!ParseJson(out, depth + 1)) return false;
          if (!TakeSymbol(",")) break;
        }
        out += ']';
        if (out.size() >= 2 && out[out.size() - 2] == ',') out.erase(out.size() - 2, 1);
        return ExpectSymbol("]");
      }
      if (token.text == "{") {
        Take();
        out += '{';
        bool first = true;
        while (!AtSymbol("}")) {
          if (!first) out += ',';
          first = false;
          if (Peek().kind != TokenKind::kString) {
            Expected("a member's name in quotes");
            return false;
          }
          AppendJsonText(Take().text, out);
          if (!ExpectSymbol(":")) return false;
          out += ':';
          if (!ParseJson(out, depth + 1)) return false;
          if (!TakeSymbol(",")) break;
        }
        out += '}';
        return ExpectSymbol("}");
      }
      if (token.text == ")" && depth == 0) {  // dynamic() is not a value
        Expected("a value");
        return false;
      }
      break;
    default:
      break;
  }
  Expected("a JSON value");
  return false;
}

}  // namespace quarry::kql
