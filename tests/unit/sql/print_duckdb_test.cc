#include <gtest/gtest.h>

#include <cmath>

#include "sql/tree.h"

namespace quarry::sql {
namespace {

const ExprPtr a = Column("a"), b = Column("b"), c = Column("c");

TEST(PrintDuckdb, Expressions) {
  const struct {
    ExprPtr expr;
    const char* text;
  } kCases[] = {
      {Column("we\"ird", "T"), "\"T\".\"we\"\"ird\""},
      {String("it's"), "'it''s'"},
      {String(std::string("a\0b", 3)), "'a' || chr(0) || 'b'"},
      {Call("length", {String(std::string("\0", 1))}), "length('' || chr(0) || '')"},
      {Integer(-5), "-5"},
      {Integer(INT64_MAX), "9223372036854775807"},
      {Integer(INT64_MIN), "CAST('-9223372036854775808' AS BIGINT)"},
      {Binary("-", a, Integer(-5)), "\"a\" - -5"},
      {Unary("-", Unary("-", a)), "-(-\"a\")"},
      {Real(0.1), "1e-01"},
      {Real(-0.0), "CAST('-0.0' AS DOUBLE)"},
      {Real(std::nan("")), "CAST('nan' AS DOUBLE)"},
      {Real(-INFINITY), "CAST('-inf' AS DOUBLE)"},
      {Binary("*", Binary("+", a, b), c), "(\"a\" + \"b\") * \"c\""},
      {Binary("+", Binary("*", a, b), c), "\"a\" * \"b\" + \"c\""},
      {Binary("-", a, Binary("-", b, c)), "\"a\" - (\"b\" - \"c\")"},
      {Binary("-", Binary("-", a, b), c), "\"a\" - \"b\" - \"c\""},
      {And(Or(a, b), c), "(\"a\" OR \"b\") AND \"c\""},
      {Or(And(a, b), c), "\"a\" AND \"b\" OR \"c\""},
      {Not(And(a, b)), "NOT (\"a\" AND \"b\")"},
      {And(Not(a), b), "NOT \"a\" AND \"b\""},
      {Not(Binary("=", a, b)), "NOT \"a\" = \"b\""},
      {Binary("=", Binary("=", a, b), c), "(\"a\" = \"b\") = \"c\""},
      {Binary("=", Not(a), b), "(NOT \"a\") = \"b\""},
      {IsNull(Binary("||", a, b)), "\"a\" || \"b\" IS NULL"},
      {IsNull(And(a, b)), "(\"a\" AND \"b\") IS NULL"},
      {Binary("IS NOT DISTINCT FROM", a, IsNull(b)), "\"a\" IS NOT DISTINCT FROM (\"b\" IS NULL)"},
      {InList(Binary("+", a, b), {Integer(1), Integer(2)}), "\"a\" + \"b\" IN (1, 2)"},
      {Not(InList(a, {Integer(1)})), "NOT \"a\" IN (1)"},
      {Case({a, Integer(1)}, Integer(2)), "CASE WHEN \"a\" THEN 1 ELSE 2 END"},
      {Case({a, Integer(1)}, nullptr), "CASE WHEN \"a\" THEN 1 END"},
      {TryCast(Binary("+", a, b), "BIGINT"), "TRY_CAST(\"a\" + \"b\" AS BIGINT)"},
      {Subscript(Binary("||", a, b), Integer(1)), "(\"a\" || \"b\")[1]"},
      {Call("has_any#3", {a}), "\"has_any#3\"(\"a\")"},
      {Filtered(Ordered(Distinct(Call("list", {a})), {{b, true, Null::kLast}}), c),
       "list(DISTINCT \"a\" ORDER BY \"b\" DESC NULLS LAST) FILTER (WHERE \"c\")"},
      {Window(Call("lag", {a}), {b}, {{c, false, Null::kFirst}}, "ROWS UNBOUNDED PRECEDING"),
       "lag(\"a\") OVER (PARTITION BY \"b\" ORDER BY \"c\" ASC NULLS FIRST ROWS UNBOUNDED PRECEDING)"},
      {List({a, Integer(1)}), "[\"a\", 1]"},
  };
  for (const auto& test : kCases) EXPECT_EQ(PrintDuckdb(*test.expr), test.text);
}

TEST(PrintDuckdb, QueriesInOneLineAndPretty) {
  auto inner = std::make_shared<Query>();
  inner->items = {{a, "a"}, {Binary("+", a, b), "s"}};
  auto table = std::make_shared<Relation>();
  table->kind = Relation::Kind::kFunction;
  table->name = "quarry_scan";
  table->args = {Integer(1)};
  inner->from = table;
  inner->where = Binary(">", a, Integer(1));
  Query query;
  query.with = {{"shared1", inner, true}};
  auto from = std::make_shared<Relation>();
  from->kind = Relation::Kind::kSubquery;
  from->query = inner;
  query.items = {{Column("s"), "s"}};
  query.from = from;
  query.order_by = {{Column("s"), false, Null::kLast}};
  query.limit = Integer(3);
  EXPECT_EQ(PrintDuckdb(query),
            "WITH \"shared1\" AS MATERIALIZED (SELECT \"a\", \"a\" + \"b\" AS \"s\" FROM quarry_scan(1) WHERE \"a\" > "
            "1) SELECT \"s\" FROM "
            "(SELECT \"a\", \"a\" + \"b\" AS \"s\" FROM quarry_scan(1) WHERE \"a\" > 1) ORDER BY \"s\" ASC NULLS LAST "
            "LIMIT 3");
  EXPECT_EQ(PrintDuckdb(query, true), R"(WITH "shared1" AS MATERIALIZED (
  SELECT "a", "a" + "b" AS "s"
  FROM quarry_scan(1)
  WHERE "a" > 1
)
SELECT "s"
FROM (
  SELECT "a", "a" + "b" AS "s"
  FROM quarry_scan(1)
  WHERE "a" > 1
)
ORDER BY "s" ASC NULLS LAST
LIMIT 3)");
}

TEST(PrintDuckdb, UnionArmsKeepTheirOwnLimits) {
  auto arm = std::make_shared<Query>();
  arm->items = {{Integer(2), "x"}};
  arm->limit = Integer(1);
  Query query;
  query.items = {{Integer(1), "x"}};
  query.union_all = {arm};
  EXPECT_EQ(PrintDuckdb(query), "SELECT 1 AS \"x\" UNION ALL (SELECT 2 AS \"x\" LIMIT 1)");
}

}  // namespace
}  // namespace quarry::sql
