// The caret text of a problem, whatever it is called: diagnostics have codes, findings of lint have ids.
// Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.h"

namespace quarry {

// As RenderText, with `name` in the place of the code: `warning[substring-host]: ...`.
std::string RenderTextAs(std::string_view name, const Diagnostic& diagnostic, const SourceMap& sources,
                         const RenderOptions& options);

}  // namespace quarry
