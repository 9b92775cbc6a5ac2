// Refuses CQL by name while its binder is not part of the build: BindCql of bind/cql replaces this weak definition.
#include "bind/binder.h"

namespace quarry {

__attribute__((weak)) FailureOr<BoundQuery> BindCql(const SourceMap&, uint16_t source, TableProvider&, ColumnIds&,
                                                    const BindOptions&, DiagnosticList& diagnostics) {
  diagnostics.Add(Code::Q0301, {0, 0, source}, "CQL is not bound yet");
  return Failure{};
}

}  // namespace quarry
