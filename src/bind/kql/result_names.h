// Names of result columns: unique names and the Column1, Column2 of what has none.
// Thread rule: one thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace quarry {

class KqlNames {
 public:
  // False when the name is taken.
  bool Take(const std::string& name) { return taken_.insert(name).second; }
  // `base`, or base1, base2, ...: the first that is free. Takes it.
  std::string Unique(const std::string& base);
  // Column1, Column2, ...: the next one.
  std::string Unnamed();

 private:
  std::set<std::string> taken_;
  int unnamed_ = 0;
};

// How a scalar function names its result.
enum class ResultNaming : unsigned char {
  kNone,           // Column1
  kFirstArgument,  // tostring(x) is x
  kNameAndFirst,   // strlen(x) is strlen_x
};
ResultNaming ScalarResultNaming(std::string_view function, std::string_view* prefix);
// "set" for make_set; the function's own name for most; "" for those that name their result otherwise.
std::string_view AggregateResultPrefix(std::string_view function);
// Functions, aggregates and plugins that the language has, whether or not they run here.
bool IsKnownKqlFunction(std::string_view name);
bool IsKnownKqlPlugin(std::string_view name);

}  // namespace quarry
