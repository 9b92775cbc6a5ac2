// getschema: the columns of the rows as rows.
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

std::string_view DotNetName(Type type) {
  switch (type) {
    case Type::kBool:
      return "System.SByte";
    case Type::kInt:
      return "System.Int32";
    case Type::kLong:
      return "System.Int64";
    case Type::kReal:
      return "System.Double";
    case Type::kDecimal:
      return "System.Data.SqlTypes.SqlDecimal";
    case Type::kDateTime:
      return "System.DateTime";
    case Type::kTimeSpan:
      return "System.TimeSpan";
    case Type::kGuid:
      return "System.Guid";
    case Type::kString:
      return "System.String";
    case Type::kDynamic:
      return "System.Object";
  }
  return {};
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::vector<OutputColumn> output = {{binder.NextId(), "ColumnName", Type::kString},
                                      {binder.NextId(), "ColumnOrdinal", Type::kLong},
                                      {binder.NextId(), "DataType", Type::kString},
                                      {binder.NextId(), "ColumnType", Type::kString}};
  std::vector<std::vector<Value>> rows;
  for (size_t i = 0; i < input->output.size(); i++) {
    const OutputColumn& column = input->output[i];
    rows.push_back({Value::String(column.name), Value::Integer(Type::kLong, static_cast<int64_t>(i)),
                    Value::String(DotNetName(column.type)), Value::String(TypeName(column.type))});
  }
  return MakeValues(std::move(output), std::move(rows), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kGetSchemaOperator) = {
    .name = "getschema",
    .syntax = "T | getschema",
    .doc = "One row for each column: its name, place, .NET type and type.",
    .example = "DeviceEvents | getschema",
    .bind = Bind,
};

}  // namespace quarry
