#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

// The prefilter of a scan of T under `condition`.
std::string Prefilter(const ExprPtr& condition) {
  const std::string plan = After("derive_prefilter", MakeFilter(Table(), condition));
  const size_t at = plan.find(" prefilter ");
  return at == std::string::npos ? "any" : plan.substr(at + 11, plan.size() - at - 12);
}
ExprPtr Has(ExprPtr text, std::string_view term = "WinRM") {
  return Call("has_term", {std::move(text), Text(term)});
}
ExprPtr Member(std::string_view name) {
  return Call("dynamic_member", {D(), Text(name)});
}

TEST(DerivePrefilter, FromTextOfTheRecord) {
  EXPECT_EQ(Prefilter(Has(S())), "\"WinRM\" nocase");
  EXPECT_EQ(Prefilter(Call("equals", {S(), Text("a b")})), "\"a b\"");
  EXPECT_EQ(Prefilter(Call("equals", {Text("a b"), S()})), "\"a b\"");
  EXPECT_EQ(Prefilter(Call("and", {Has(S(), "x1"), Has(S(), "y1")})), "(\"x1\" nocase & \"y1\" nocase)");
  EXPECT_EQ(Prefilter(Call("or", {Has(S(), "x1"), Has(S(), "y1")})), "(\"x1\" nocase | \"y1\" nocase)");
}

std::string KeyFilters(const ExprPtr& condition) {
  ColumnIds ids;
  for (const RuleDef* rule : AllOptimizerRules()) {
    if (rule->name != "derive_prefilter") continue;
    const RelPtr plan = rule->apply(MakeFilter(Table(), condition), ids);
    std::string text;
    for (const KeyFilter& filter : plan->inputs[0]->key_filters)
      text += filter.key + ": " + filter.filter.ToString() + "; ";
    return text;
  }
  return "no such rule";
}

TEST(DerivePrefilter, ForSingleMembersWhereOneConditionReadsOneOfThem) {
  EXPECT_EQ(KeyFilters(Call("and", {Has(S(), "x1"), Call("equals", {A(), Long(443)})})), "S: \"x1\" nocase; ");
  EXPECT_EQ(KeyFilters(Call("or", {Has(S(), "x1"), Has(S(), "y1")})), "S: (\"x1\" nocase | \"y1\" nocase); ");
  EXPECT_EQ(KeyFilters(Call("or", {Has(S(), "x1"), Has(Call("to_string", {D()}), "y1")})), "");
  EXPECT_EQ(KeyFilters(Call("not", {Has(S())})), "");
}

TEST(DerivePrefilter, SaysNothingWhereItIsNotSound) {
  EXPECT_EQ(Prefilter(Call("equals", {A(), Long(443)})), "any");
  EXPECT_EQ(Prefilter(Call("not", {Has(S())})), "any");
  EXPECT_EQ(Prefilter(Call("or", {Has(S()), Call("greater", {A(), Long(1)})})), "any");
  EXPECT_EQ(Prefilter(Call("equals", {S(), Text("")})), "any");
  EXPECT_EQ(Prefilter(Call("equals", {Call("to_string", {A()}), Text("443")})), "any");
}

TEST(DerivePrefilter, ThroughPartsOfDynamics) {
  EXPECT_EQ(Prefilter(Has(Call("to_string", {Member("Q")}))), "\"WinRM\" nocase");
  // A number may be written otherwise in the record.
  EXPECT_EQ(Prefilter(Has(Call("to_string", {Member("Q")}), "100")), "any");
  EXPECT_EQ(Prefilter(Has(Call("to_string", {Member("Q")}), "True")), "any");
}

TEST(DerivePrefilter, ThroughChoices) {
  const ExprPtr choice = Call("iff", {Call("greater", {A(), Long(1)}), S(), Text("none")});
  EXPECT_EQ(Prefilter(Has(choice)), "\"WinRM\" nocase");
  EXPECT_EQ(Prefilter(Has(choice, "none")), "any");
}

TEST(DerivePrefilter, ThroughChangesOfCase) {
  EXPECT_EQ(Prefilter(Call("equals", {Call("to_lower", {S()}), Text("workers.dev")})), "\"workers.dev\" nocase");
}

TEST(DerivePrefilter, OfWhatMustNotBeEmpty) {
  const auto suffix = [](std::string_view pattern) {
    return Call("is_not_empty", {Call("domain_suffix_match", {Call("normalize_host", {S()}), Text(pattern)})});
  };
  EXPECT_EQ(Prefilter(suffix("*.on.aws")), "\".on.aws\" nocase");
  const ExprPtr platform =
      Call("case", {suffix("workers.dev"), Text("Cloudflare"), suffix("on.aws"), Text("AWS"), Text("")});
  EXPECT_EQ(Prefilter(Call("is_not_empty", {platform})), "(\"workers.dev\" nocase | \"on.aws\" nocase)");
  EXPECT_EQ(Prefilter(Call("is_not_empty", {S()})), "any");
  const ExprPtr other = Call("case", {suffix("workers.dev"), Text("Cloudflare"), S()});
  EXPECT_EQ(Prefilter(Call("is_not_empty", {other})), "any");
}

TEST(DerivePrefilter, OfHostsOnlyWholeLabels) {
  const ExprPtr host = Call("normalize_host", {S()});
  EXPECT_EQ(Prefilter(Call("equals", {host, Text("a.workers.dev")})), "\"a.workers.dev\" nocase");
  // Of `bücher.example`, "bcher" stands in the Punycode only.
  EXPECT_EQ(Prefilter(Call("contains_nocase", {host, Text("bcher")})), "any");
  EXPECT_EQ(Prefilter(Has(host, "xn--bcher-kva")), "any");
  EXPECT_EQ(Prefilter(Call("equals", {host, Text("xn--bcher-kva.example")})), "any");
}

TEST(DerivePrefilter, DecidesWhatCannotHold) {
  EXPECT_EQ(Prefilter(Call("and", {Has(S()), Bool(false)})), "nothing");
}

}  // namespace
}  // namespace quarry::testing
