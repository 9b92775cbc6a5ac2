// Finds the records of JSON documents: the elements of a top-level array, the elements of an array of objects that a
// top-level object wraps ({"Records":[...]}), or the top-level objects themselves, one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "readers/file_blocks.h"

namespace quarry {

std::unique_ptr<RecordSplitter> NewJsonSplitter();

// The end of the JSON value that `text` starts with, by brackets and quotes alone; npos when it is cut.
size_t EndOfJsonValue(std::string_view text);

// The form of a document, by its first bytes.
enum class JsonForm { kNone, kArray, kWrapped, kSpreadObject, kObjectInALine };
JsonForm FormOfJson(std::string_view head);

}  // namespace quarry
