// QueryRows: bind, run, and keep the rows.
#include "packs/telemetry_query.h"

#include "types/json.h"

namespace quarry {

FailureOr<std::vector<std::vector<Value>>> QueryRows(Engine& engine, Lang lang, const std::string& name,
                                                     const std::string& text, uint32_t first_line,
                                                     DiagnosticList& diagnostics) {
  const uint16_t source = engine.sources().Add(name, text, first_line);
  const FailureOr<std::vector<BoundQuery>> queries = engine.Bind(lang, source, {}, diagnostics);
  if (!queries.ok()) return Failure{};
  std::vector<std::vector<Value>> rows;
  for (const BoundQuery& query : queries.value()) {
    Result<std::unique_ptr<ResultStream>> stream = engine.Run(query);
    if (!stream) {
      diagnostics.Add(Code::Q0801, {}, stream.error().message);
      return Failure{};
    }
    Batch batch;
    while (true) {
      const Result<void> next = (*stream)->Next(batch);
      if (!next) {
        diagnostics.Add(Code::Q0801, {}, next.error().message);
        return Failure{};
      }
      if (batch.rows == 0) break;
      for (size_t row = 0; row < batch.rows; ++row) {
        std::vector<Value>& values = rows.emplace_back();
        for (size_t i = 0; i < (*stream)->columns().size(); ++i)
          values.push_back(Value::FromCell((*stream)->columns()[i].type, batch.columns[i].Get(row)));
      }
    }
  }
  return rows;
}

std::string DynamicTexts(const std::vector<std::string>& texts) {
  std::string literal = "dynamic([";
  for (const std::string& text : texts) {
    if (literal.back() != '[') literal += ", ";
    AppendJsonString(text, literal);
  }
  return literal + "])";
}

}  // namespace quarry
