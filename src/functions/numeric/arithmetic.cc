#include "functions/numeric/arithmetic.h"

#include <cmath>

#include "functions/conversion/convert.h"
#include "functions/dynamic/json_cells.h"
#include "types/ticks.h"

namespace quarry {

Cell NonNegativeRemainder(int64_t a, int64_t b) {
  if (b == 0) return Cell::Null();
  if (b == -1) return Cell::Integer(0);  // the smallest number divided by -1 overflows
  const int64_t rest = a % b;
  return Cell::Integer(rest < 0 ? rest + (b < 0 ? -b : b) : rest);
}

Type NumericResult(Type a, Type b) {
  if (a == Type::kDynamic && b == Type::kDynamic) return Type::kDynamic;
  if (a == Type::kReal || b == Type::kReal) return Type::kReal;
  return Type::kLong;
}

bool OperandsAreNumbers(const KernelCall& call, const Cell* args) {
  for (size_t i = 0; i < call.types.size(); ++i)
    if (call.types[i] == Type::kDynamic && Convert(Type::kDynamic, args[i], Type::kReal, call.arena).null) return false;
  return true;
}

double RealOf(const KernelCall& call, const Cell* args, size_t i) {
  if (call.types[i] == Type::kReal) return args[i].real;
  if (call.types[i] != Type::kDynamic) return static_cast<double>(args[i].integer);
  return Convert(Type::kDynamic, args[i], Type::kReal, call.arena).real;
}

int64_t WholeOf(const KernelCall& call, const Cell* args, size_t i) {
  if (call.types[i] != Type::kDynamic) return args[i].integer;
  return Convert(Type::kDynamic, args[i], Type::kLong, call.arena).integer;
}

Cell DynamicArithmetic(const Cell* args, char operation, Arena& arena) {
  const JsonNode* a = NodesOf(args[0], arena);
  const JsonNode* b = NodesOf(args[1], arena);
  const auto number = [](const JsonNode* n) {
    return n && (n->kind == JsonNode::Kind::kInteger || n->kind == JsonNode::Kind::kReal);
  };
  if (!number(a) || !number(b)) return Cell::Null();
  if (a->kind == JsonNode::Kind::kInteger && b->kind == JsonNode::Kind::kInteger) {
    Cell out = Cell::Null();
    switch (operation) {
      case '+':
        out = Cell::Integer(WrappingAdd(a->integer, b->integer));
        break;
      case '-':
        out = Cell::Integer(WrappingAdd(a->integer, WrappingNegate(b->integer)));
        break;
      case '*':
        out = Cell::Integer(WrappingMultiply(a->integer, b->integer));
        break;
      case '%':
        out = NonNegativeRemainder(a->integer, b->integer);
        break;
      default:
        if (b->integer == -1)
          out = Cell::Integer(WrappingNegate(a->integer));
        else if (b->integer != 0)
          out = Cell::Integer(a->integer / b->integer);
    }
    return ToDynamic(Type::kLong, out, arena);
  }
  double out = 0;
  switch (operation) {
    case '+':
      out = a->real + b->real;
      break;
    case '-':
      out = a->real - b->real;
      break;
    case '*':
      out = a->real * b->real;
      break;
    case '%':
      out = std::fmod(a->real, b->real);
      break;
    default:
      out = a->real / b->real;
  }
  return ToDynamic(Type::kReal, Cell::Real(out), arena);
}

Cell TicksOf(double ticks) {
  if (!(std::fabs(ticks) < 9.2e18)) return Cell::Null();
  return Cell::Integer(static_cast<int64_t>(ticks));
}

Cell DateTimeInRange(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum) || sum < 0 || sum > kMaxDateTimeTicks) return Cell::Null();
  return Cell::Integer(sum);
}

}  // namespace quarry
