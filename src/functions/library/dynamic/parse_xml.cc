// XML as a dynamic value: elements become members, attributes members named `@name`, text `#text`; an element that
// repeats becomes an array. Null for text that is no XML.
#include "functions/dynamic/xml.h"
#include "functions/function_def.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto json = XmlAsJson(args[0].text);
  if (json) result = TextIn(call.arena, *json);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseXmlFunction) = {
    .name = "parse_xml",
    .spelled = {{Lang::kKql, "parse_xml"}},
    .signature = "(xml: string) -> dynamic",
    .doc =
        "XML as a dynamic value: elements become members, attributes members named `@name`, text `#text`; an "
        "element that repeats becomes an array. Null for text that is no XML.",
    .example = "T | extend Data = parse_xml(EventData).EventData.Data",
    .kernel = Run,
};

}  // namespace quarry
