// Copies for another core to read. Memory that another core has just read is dear to write: each cache line has to be
// taken from that core first, at about a tenth of the speed. Stores that go past the caches do not wait for it.
// Thread rule: pure; what was copied is to be handed over by a lock or an atomic, as any memory.
#pragma once

#include <cstddef>

namespace quarry {

// As std::memcpy, past the caches where the machine can do that.
void CopyPastCaches(char* to, const char* from, size_t size);

}  // namespace quarry
