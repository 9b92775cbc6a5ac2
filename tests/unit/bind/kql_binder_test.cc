// Names and types of results, aliases of columns and soundness of plans of the KQL binder.
#include <gtest/gtest.h>

#include <string>

#include "bind/binder.h"
#include "types/ticks.h"
#include "unit/bind/inline_tables.h"

namespace quarry {
namespace {

constexpr int64_t kNow = kUnixEpochTicks + 19'844 * kTicksPerDay;  // 2024-05-01

struct Bound {
  std::string columns;  // "A:long B:string", or "" after a failure
  std::string diagnostics;
  BoundQuery query;
};

Bound BindText(std::string text, TableProvider& tables) {
  SourceMap sources;
  uint16_t source = sources.Add("query", std::move(text));
  DiagnosticList diagnostics;
  ColumnIds ids;
  BindOptions options;
  options.now = [] { return kNow; };
  FailureOr<BoundQuery> query = BindKql(sources, source, tables, ids, options, diagnostics);
  Bound bound;
  for (const Diagnostic& item : diagnostics.items()) bound.diagnostics += RenderText(item, sources);
  if (!query) return bound;
  EXPECT_EQ(ValidatePlan(*query->plan), "") << sources.text(source);
  for (const OutputColumn& column : query->plan->output) {
    if (!bound.columns.empty()) bound.columns += ' ';
    bound.columns += column.name + ":" + std::string(TypeName(column.type));
  }
  bound.query = *query;
  return bound;
}

std::string Columns(std::string text) {
  InlineTables tables;
  Bound bound = BindText(std::move(text), tables);
  return bound.columns.empty() ? bound.diagnostics : bound.columns;
}

TEST(KqlNames, Summarize) {
  EXPECT_EQ(
      Columns(
          "datatable(X:long,Y:string,T:datetime)[] | summarize count(), dcount(X), sum(X), avg(X), max(T), min(X), "
          "make_set(Y), "
          "make_list(X), countif(X>1), take_any(Y), stdev(X), sum(X*2), arg_min(X,Y) by Y, bin(T,1h), tolower(Y), X+1"),
      "Y:string T:datetime Column1:string Column2:long count_:long dcount_X:long sum_X:long avg_X:real max_T:datetime "
      "min_X:long set_Y:dynamic "
      "list_X:dynamic countif_:long Y1:string stdev_X:real sum_:long X:long Y2:string");
  EXPECT_EQ(Columns("datatable(X:long)[] | summarize percentile(X, 95), percentiles(X, 5, 50)"),
            "percentile_X_95:long percentile_X_5:long percentile_X_50:long");
  EXPECT_EQ(Columns("datatable(X:long,Y:string,T:datetime)[] | summarize arg_max(T,*) by Y"),
            "Y:string T:datetime X:long");
  EXPECT_EQ(Columns("datatable(X:long,Y:string,T:datetime)[] | summarize arg_max(T,X), arg_max(X,T) by Y"),
            "Y:string T:datetime X:long X1:long T1:datetime");
  EXPECT_EQ(Columns("datatable(X:long,Y:string,T:datetime)[] | summarize Last=arg_max(T,X) by Y"),
            "Y:string Last:datetime X:long");
  EXPECT_EQ(Columns("datatable(a:int,b:string)[] | summarize by strcat(b,'x'), a%2"), "Column1:string Column2:long");
}

TEST(KqlNames, Joins) {
  EXPECT_EQ(Columns("datatable(K:long,V:string)[] | join (datatable(K:long,V:string,W:int)[]) on K"),
            "K:long V:string K1:long V1:string W:int");
  EXPECT_EQ(Columns("datatable(K:long,V:string)[] | join (datatable(K:long,V:string)[]) on K | join "
                    "(datatable(K:long,V:string)[]) on K"),
            "K:long V:string K1:long V1:string K2:long V2:string");
  EXPECT_EQ(Columns("let T = datatable(D:long,D1:long)[]; T | join T on D | join T on D"),
            "D:long D1:long D2:long D11:long D3:long D12:long");
  EXPECT_EQ(Columns("datatable(K:long,V:string)[] | join kind=leftanti (datatable(K:long,V:string)[]) on K"),
            "K:long V:string");
  EXPECT_EQ(Columns("datatable(K:long,V:string)[] | lookup (datatable(K:long,V:string,W:int)[]) on K"),
            "K:long V:string V1:string W:int");
}

TEST(KqlNames, Unions) {
  EXPECT_EQ(Columns("union withsource=S (datatable(A:long,B:string)[]), (datatable(A:string,C:int)[])"),
            "S:string A_long:long A_string:string B:string C:int");
  EXPECT_EQ(Columns("union kind=inner (datatable(A:long,B:string)[]), (datatable(A:long,C:int)[])"),
            "A:long B:string C:int");
}

TEST(KqlNames, RowsAndValues) {
  EXPECT_EQ(Columns("print 1, 'a', x=3, now(), strlen('ab')"),
            "print_0:long print_1:string x:long print_3:datetime print_4:long");
  EXPECT_EQ(Columns("datatable(a:dynamic)[] | extend a.b, strlen('x'), a['c'], a[0]"),
            "a:dynamic a_b:dynamic strlen_:long a_c:dynamic a_0:dynamic");
  EXPECT_EQ(Columns("datatable(a:dynamic,n:long)[] | project a.b.c, n+1, tostring(a.x), bin(n,10), tolower('x'), "
                    "strcat('a','b')"),
            "a_b_c:dynamic Column1:long a_x:string n:long Column2:string Column3:string");
  EXPECT_EQ(Columns("datatable(a:dynamic,n:long)[] | mv-expand with_itemindex=i a to typeof(long), z=a"),
            "a:long n:long z:dynamic i:long");
  EXPECT_EQ(Columns("datatable(a:int)[] | project a, a1=a, x=a*2"), "a:int a1:int x:long");
  EXPECT_EQ(Columns("datatable(s:string)[] | parse s with * 'a=' A:long ' b=' B *"), "s:string A:long B:string");
  EXPECT_EQ(Columns("datatable(a:int)[] | count"), "Count:long");
  EXPECT_EQ(Columns("range t from datetime(2020-01-01) to datetime(2020-01-02) step 1h"), "t:datetime");
  EXPECT_EQ(Columns("print x=toscalar(range x from 1 to 3 step 1 | summarize max(x))"), "x:long");
  EXPECT_EQ(Columns("let f=(a:long,b:long=7){a+b}; print f(1)"), "print_0:long");
}

TEST(KqlTypes, NumbersAndTimes) {
  EXPECT_EQ(
      Columns("print a=5/2, b=int(5)/int(2), c=5.0/2, d=10m/1s, e=1d/2, f=-7/2, g=-7%3, h=int(3)*2, "
              "i=datetime(2020-01-02)-datetime(2020-01-01), "
              "j=5m*2, k=2.5*1s, m=long(1)+int(2), n=true"),
      "a:long b:long c:real d:real e:timespan f:long g:long h:long i:timespan j:timespan k:timespan m:long n:bool");
  EXPECT_EQ(Columns("print a=case(true,1,2.0), b=iff(true,1,2), c=iff(true,dynamic(1),dynamic('x')), "
                    "d=coalesce(int(null),long(2)), e=max_of(1,2.5)"),
            "a:real b:long c:dynamic d:long e:real");
  EXPECT_EQ(Columns("print d=dynamic({'a':1}) | project x=d.a, y=tostring(d.a), z=d.a+1"), "x:dynamic y:string z:long");
}

InlineTables Telemetry() {
  InlineTables tables;
  tables.Add("DeviceNetworkEvents", *ParseSchemaText("(Timestamp:datetime, DeviceName:string, RemoteUrl:string, "
                                                     "InitiatingProcessAccountName:string, AdditionalFields:string)"));
  tables.AddAlias({"DeviceNetworkEvents", "AccountName", "InitiatingProcessAccountName", false,
                   "Defender: failed to resolve `AccountName`"});
  tables.AddAlias({"DeviceNetworkEvents", "TimeGenerated", "Timestamp", true, ""});
  return tables;
}

TEST(KqlAliases, AMistakeIsWarnedAboutOnce) {
  InlineTables tables = Telemetry();
  Bound bound =
      BindText("let E = DeviceNetworkEvents | where AccountName == 'x';\nE | union E | project Timestamp", tables);
  EXPECT_EQ(bound.columns, "Timestamp:datetime");
  EXPECT_EQ(bound.diagnostics,
            "warning[Q0401]: no column `AccountName` in table `DeviceNetworkEvents`\n"
            " --> query:1:37\n"
            "  |\n"
            "1 | let E = DeviceNetworkEvents | where AccountName == 'x';\n"
            "  |                                     ^^^^^^^^^^^ read as `InitiatingProcessAccountName`\n"
            "  = platform: Defender: failed to resolve `AccountName`\n"
            "  = corrected: `InitiatingProcessAccountName`\n");
}

TEST(KqlAliases, TheFixKeepsTheNameOfAResult) {
  InlineTables tables = Telemetry();
  Bound bound = BindText(
      "DeviceNetworkEvents | extend X = 1 | where RemoteUrl has 'a' | project TimeGenerated, AccountName", tables);
  EXPECT_EQ(bound.columns, "TimeGenerated:datetime AccountName:string");
  EXPECT_NE(bound.diagnostics.find("= corrected: `AccountName = InitiatingProcessAccountName`"), std::string::npos)
      << bound.diagnostics;
}

TEST(KqlAliases, AColumnThatIsGoneHasNone) {
  InlineTables tables = Telemetry();
  Bound bound = BindText("DeviceNetworkEvents | project DeviceName | where AccountName == 'x'", tables);
  EXPECT_EQ(bound.columns, "");
  EXPECT_NE(bound.diagnostics.find("error[Q0203]: no column `AccountName` in table `DeviceNetworkEvents`"),
            std::string::npos)
      << bound.diagnostics;
}

TEST(KqlAliases, JsonInATextColumnHasMembers) {
  InlineTables tables = Telemetry();
  EXPECT_EQ(BindText("DeviceNetworkEvents | project AdditionalFields.DnsQueryString", tables).columns,
            "AdditionalFields_DnsQueryString:dynamic");
}

TEST(KqlQuery, OrderAndTimeAndRender) {
  InlineTables tables = Telemetry();
  Bound sorted = BindText(
      "DeviceNetworkEvents | sort by Timestamp | where RemoteUrl != '' | project Timestamp | render table", tables);
  EXPECT_TRUE(sorted.query.ordered);
  EXPECT_EQ(sorted.query.render, "table");
  EXPECT_EQ(sorted.query.time, sorted.query.plan->output[0].id);
  EXPECT_FALSE(BindText("DeviceNetworkEvents | sort by Timestamp | summarize count()", tables).query.ordered);
}

TEST(KqlQuery, LetsThatMultiplyAreStopped) {
  std::string text = "let t0 = print x = 1;";
  for (int i = 1; i < 40; i++)
    text += "let t" + std::to_string(i) + " = union t" + std::to_string(i - 1) + ", t" + std::to_string(i - 1) + ";";
  EXPECT_NE(Columns(text + "t39").find("error[Q0301]"), std::string::npos);
}

}  // namespace
}  // namespace quarry
