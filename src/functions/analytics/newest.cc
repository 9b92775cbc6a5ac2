#include "functions/analytics/newest.h"

namespace quarry {

sql::ExprPtr AssessedEvents(const LoweringCall& call, std::string_view kernel) {
  const bool sized = call.args.size() > 1;
  const sql::ExprPtr value = sql::Cast(sized ? call.args[1] : sql::NullLiteral(), "DOUBLE");
  const sql::ExprPtr events = sql::Call(std::string(kNewestEventsFunction), {call.args[0], value});
  return call.kernels->CallKernel(kernel, {events, sql::Bool(sized)}, {Type::kString, Type::kBool});
}

}  // namespace quarry
