#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

TEST(MergeProjects, WhereNothingIsComputedTwice) {
  RelPtr inner = MakeProject(Table(), {{5, "B", Call("add", {A(), Long(1)})}, {6, "C", A()}});
  EXPECT_EQ(After("merge_projects", MakeProject(inner, {{7, "X", Call("multiply", {A(5), A(6)})}, {8, "Y", A(6)}})),
            "project X = (A + 1) * A, Y = A\n  scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After("merge_projects", MakeProject(inner, {{7, "X", Call("multiply", {A(5), A(5)})}})),
            "project X = B * B\n  project B = A + 1, C = A\n    scan T [A:long, S:string, D:dynamic]\n");
}

}  // namespace
}  // namespace quarry::testing
