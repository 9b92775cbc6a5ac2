// quarry_bench_scan_only DATA THREADS [all]: Quarry's reader alone. Pulls the seed query's source columns of the lines
// that its literals let pass (or of all lines) and prints how many there were. QUARRY_SCAN_WAY says how
// (scan/scan_way.h).
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "readers/reader.h"

int main(int count, char** arguments) {
  using namespace quarry;
  if (count < 3) {
    std::fprintf(stderr, "usage: quarry_bench_scan_only DATA THREADS [all]\n");
    return 3;
  }
  const Result<Recognized> input = RecognizeFile(arguments[1]);
  if (!input || input->reader == nullptr) {
    std::fprintf(stderr, "%s\n", input ? input->why.c_str() : input.error().message.c_str());
    return 3;
  }
  ScanSpec spec;
  const auto add = [&](const char* name, Type type) {
    ScanColumn column;
    column.name = name;
    column.type = type;
    column.paths.resize(1);
    column.paths[0].resize(1);
    column.paths[0][0].name = name;
    spec.columns.push_back(column);
  };
  add("Timestamp", Type::kDateTime);
  for (const char* name :
       {"DeviceName", "InitiatingProcessAccountName", "InitiatingProcessFileName", "InitiatingProcessCommandLine",
        "InitiatingProcessParentFileName", "RemoteUrl", "RemoteIP"}) {
    add(name, Type::kString);
  }
  add("RemotePort", Type::kInt);
  if (count == 3) {
    std::vector<LiteralFilter> hosts;
    for (const char* host :
         {"workers.dev", "pages.dev", "cloudfunctions.net", "lambda-url", "execute-api", "azurewebsites.net",
          "azurecontainerapps.io", "netlify.app", "vercel.app", "script.google.com"}) {
      hosts.push_back(LiteralFilter::Literal(host, true));
    }
    spec.prefilter = LiteralFilter::Or(std::move(hosts));
    spec.key_filters = {{"RemoteUrl", spec.prefilter}};
  }
  const auto source = input->reader->open({input->file});
  Result<std::unique_ptr<Scan>> scan = source->Open(spec);
  if (!scan) return 3;
  std::vector<std::thread> threads;
  std::atomic<uint64_t> rows{0};
  for (int i = 0; i < std::atoi(arguments[2]); ++i) {
    threads.emplace_back([&] {
      const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
      Batch batch;
      for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
      while (worker->Next(batch)) rows += batch.rows;
    });
  }
  for (std::thread& thread : threads) thread.join();
  const ScanStatistics statistics = (*scan)->statistics();
  std::printf("%llu rows of %llu records\n", static_cast<unsigned long long>(rows.load()),
              static_cast<unsigned long long>(statistics.records_seen));
  for (const std::string& way : statistics.ways) std::printf("%s\n", way.c_str());
  for (const std::string& problem : statistics.problems) std::printf("%s\n", problem.c_str());
  return 0;
}
