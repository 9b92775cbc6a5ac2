// Inputs that cannot be read twice (standard input, pipes, process substitutions) are copied to a file without a name
// first: recognising an input and scanning it, perhaps more than once, then see the same bytes. Readers that jump about
// in a file copy compressed inputs likewise.
// Thread rule: any thread. The copies live as long as the process, in TMPDIR or /tmp.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "base/result.h"

namespace quarry {

// A path ("/proc/self/fd/7") under which what `read` delivers can be opened and read from the start, any number of
// times. Drains `read` (as POSIX read: 0 at the end) the first time that `name` is asked for, and not again. An error
// is given each time.
Result<std::string> SpooledCopy(const std::string& name,
                                const std::function<Result<size_t>(char* to, size_t size)>& read);

}  // namespace quarry
